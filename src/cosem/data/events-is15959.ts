/**
 * Event codes of the Indian companion, IS 15959 parts 1 and 2: odd = occurrence, even = restoration, where a pair exists.
 * Each code stands in one log only.
 */

/** `@` begins a log: key ; log object ; object of the event code ; names. Then code ; English ; German. */
export const is15959Events = `
@ voltage ; 0-0:99.98.0 ; 0-0:96.11.0
1 ; Voltage missing, phase R - occurrence ; Spannung fehlt, Phase R - Beginn
2 ; Voltage missing, phase R - restoration ; Spannung fehlt, Phase R - Ende
3 ; Voltage missing, phase Y - occurrence ; Spannung fehlt, Phase Y - Beginn
4 ; Voltage missing, phase Y - restoration ; Spannung fehlt, Phase Y - Ende
5 ; Voltage missing, phase B - occurrence ; Spannung fehlt, Phase B - Beginn
6 ; Voltage missing, phase B - restoration ; Spannung fehlt, Phase B - Ende
7 ; Overvoltage in any phase - occurrence ; Überspannung in einer Phase - Beginn
8 ; Overvoltage in any phase - restoration ; Überspannung in einer Phase - Ende
9 ; Low voltage in any phase - occurrence ; Unterspannung in einer Phase - Beginn
10 ; Low voltage in any phase - restoration ; Unterspannung in einer Phase - Ende
11 ; Voltage unbalance - occurrence ; Spannungsunsymmetrie - Beginn
12 ; Voltage unbalance - restoration ; Spannungsunsymmetrie - Ende
@ current ; 0-0:99.98.1 ; 0-0:96.11.1
51 ; Current reverse, phase R - occurrence ; Strom umgekehrt, Phase R - Beginn
52 ; Current reverse, phase R - restoration ; Strom umgekehrt, Phase R - Ende
53 ; Current reverse, phase Y - occurrence ; Strom umgekehrt, Phase Y - Beginn
54 ; Current reverse, phase Y - restoration ; Strom umgekehrt, Phase Y - Ende
55 ; Current reverse, phase B - occurrence ; Strom umgekehrt, Phase B - Beginn
56 ; Current reverse, phase B - restoration ; Strom umgekehrt, Phase B - Ende
57 ; Current transformer open, phase R - occurrence ; Stromwandler offen, Phase R - Beginn
58 ; Current transformer open, phase R - restoration ; Stromwandler offen, Phase R - Ende
59 ; Current transformer open, phase Y - occurrence ; Stromwandler offen, Phase Y - Beginn
60 ; Current transformer open, phase Y - restoration ; Stromwandler offen, Phase Y - Ende
61 ; Current transformer open, phase B - occurrence ; Stromwandler offen, Phase B - Beginn
62 ; Current transformer open, phase B - restoration ; Stromwandler offen, Phase B - Ende
63 ; Current unbalance - occurrence ; Stromunsymmetrie - Beginn
64 ; Current unbalance - restoration ; Stromunsymmetrie - Ende
65 ; Current transformer bypass - occurrence ; Stromwandler überbrückt - Beginn
66 ; Current transformer bypass - restoration ; Stromwandler überbrückt - Ende
67 ; Overcurrent in any phase - occurrence ; Überstrom in einer Phase - Beginn
68 ; Overcurrent in any phase - restoration ; Überstrom in einer Phase - Ende
69 ; Earth loading - occurrence ; Strom über Erde - Beginn
70 ; Earth loading - restoration ; Strom über Erde - Ende
@ power ; 0-0:99.98.2 ; 0-0:96.11.2
101 ; Power failure - occurrence ; Netzausfall - Beginn
102 ; Power failure - restoration ; Netzausfall - Ende
@ transaction ; 0-0:99.98.3 ; 0-0:96.11.3
151 ; Clock date and time changed ; Uhr gestellt
152 ; Demand integration period changed ; Messperiode geändert
153 ; Profile capture period changed ; Erfassungsperiode geändert
154 ; Billing date schedule changed ; Abrechnungstermin geändert
155 ; Activity calendar changed ; Tarifkalender geändert
157 ; New firmware activated ; Neue Firmware aktiviert
158 ; Load limit set ; Leistungsgrenze gesetzt
159 ; Load limit function enabled ; Leistungsbegrenzung eingeschaltet
160 ; Load limit function disabled ; Leistungsbegrenzung ausgeschaltet
161 ; LLS secret (meter reader) changed ; LLS-Passwort (Ablesung) geändert
162 ; HLS key (utility setting) changed ; HLS-Schlüssel (Versorger) geändert
163 ; HLS key (firmware upgrade) changed ; HLS-Schlüssel (Firmware) geändert
164 ; Global keys changed (encryption and authentication) ; Globale Schlüssel geändert (Verschlüsselung und Authentisierung)
165 ; Event status word filter changed ; Filter des Ereignisstatusworts geändert
166 ; Maximum demand reset ; Maximumrückstellung
169 ; Image activation schedule changed ; Zeitplan der Firmwareaktivierung geändert
182 ; Passive relay time changed ; Passive Relaiszeiten geändert
@ other ; 0-0:99.98.4 ; 0-0:96.11.4
201 ; Magnetic influence - occurrence ; Magneteinwirkung - Beginn
202 ; Magnetic influence - restoration ; Magneteinwirkung - Ende
203 ; Neutral disturbance (HF or DC) - occurrence ; Neutralleiterstörung (HF oder DC) - Beginn
204 ; Neutral disturbance (HF or DC) - restoration ; Neutralleiterstörung (HF oder DC) - Ende
205 ; Very low power factor - occurrence ; Sehr kleiner Leistungsfaktor - Beginn
206 ; Very low power factor - restoration ; Sehr kleiner Leistungsfaktor - Ende
207 ; Single wire operation (neutral missing) - occurrence ; Betrieb mit einem Leiter (Neutralleiter fehlt) - Beginn
208 ; Single wire operation (neutral missing) - restoration ; Betrieb mit einem Leiter (Neutralleiter fehlt) - Ende
209 ; Communication module removed - occurrence ; Kommunikationsmodul entfernt - Beginn
210 ; Communication module removed - restoration ; Kommunikationsmodul entfernt - Ende
211 ; Changed to post-paid mode ; Auf Abrechnung umgestellt
212 ; Changed to pre-paid mode ; Auf Vorauszahlung umgestellt
213 ; Changed to forwarded-only metering ; Auf Messung nur vorwärts umgestellt
214 ; Changed to import and export metering ; Auf Messung von Bezug und Lieferung umgestellt
215 ; Overload - occurrence ; Überlast - Beginn
216 ; Overload - restoration ; Überlast - Ende
@ nonRollOver ; 0-0:99.98.5 ; 0-0:96.11.5
251 ; Meter cover opening ; Zählerdeckel geöffnet
@ control ; 0-0:99.98.6 ; 0-0:96.11.6
301 ; Meter disconnected ; Zähler abgeschaltet
302 ; Meter connected ; Zähler eingeschaltet
`;
