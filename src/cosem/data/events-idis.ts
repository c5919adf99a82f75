/**
 * Event codes of IDIS packages 2 and 3 and of meters built on them.
 */

/** `@` begins a log: key ; log object ; object of the event code ; names. Then code ; English ; German. */
export const idisEvents = `
@ standard ; 0-0:99.98.0 ; 0-0:96.11.0 ; Standard event log ; Standard-Ereignislog
1 ; Power down ; Spannungsausfall
2 ; Power up ; Spannungswiederkehr
3 ; Daylight saving time enabled or disabled ; Sommerzeitumstellung
4 ; Clock adjusted (old date/time) ; Uhr gestellt (alte Zeit)
5 ; Clock adjusted (new date/time) ; Uhr gestellt (neue Zeit)
6 ; Clock invalid ; Uhr ungültig
7 ; Replace battery ; Batterie ersetzen
8 ; Battery voltage low ; Batteriespannung niedrig
9 ; Time-of-use tariff activated ; Tarifprogramm aktiviert
10 ; Error register cleared ; Fehlerregister gelöscht
11 ; Alarm register cleared ; Alarmregister gelöscht
12 ; Program memory error ; Programmspeicherfehler
13 ; RAM error ; RAM-Fehler
14 ; Non-volatile memory error ; Fehler im nichtflüchtigen Speicher
15 ; Watchdog error ; Watchdog-Fehler
16 ; Measurement system error ; Messwerkfehler
17 ; Firmware ready for activation ; Firmware bereit zur Aktivierung
18 ; Firmware activated ; Firmware aktiviert
19 ; Passive time-of-use tariff programmed ; Passives Tarifprogramm geladen
20 ; External alert detected ; Externer Alarm erkannt
21 ; End of non-periodic billing interval ; Ende eines außerplanmäßigen Abrechnungszeitraums
22 ; Load profile 1 capturing enabled ; Erfassung Lastgang 1 eingeschaltet
23 ; Load profile 1 capturing disabled ; Erfassung Lastgang 1 ausgeschaltet
24 ; Load profile 2 capturing enabled ; Erfassung Lastgang 2 eingeschaltet
25 ; Load profile 2 capturing disabled ; Erfassung Lastgang 2 ausgeschaltet
47 ; One or more parameters changed ; Parameter geändert
48 ; Global key(s) changed ; Globale(r) Schlüssel geändert
51 ; Firmware verification failed ; Firmwareprüfung fehlgeschlagen
52 ; Unexpected consumption ; Unerwarteter Verbrauch
56 ; Tariff scheme changed ; Tarifschema geändert
57 ; Start of certification mode ; Beginn Eichmodus
58 ; End of certification mode ; Ende Eichmodus
88 ; Phase sequence reversal ; Phasenfolge vertauscht
89 ; Missing neutral ; Neutralleiter fehlt
254 ; Load profile cleared ; Lastgang gelöscht
255 ; Event log cleared ; Ereignislog gelöscht
@ fraud ; 0-0:99.98.1 ; 0-0:96.11.1 ; Fraud detection log ; Manipulationslog
40 ; Terminal cover removed ; Klemmendeckel geöffnet
41 ; Terminal cover closed ; Klemmendeckel geschlossen
42 ; Strong DC field detected ; Starkes Gleichfeld (Magnet) erkannt
43 ; No strong DC field anymore ; Kein starkes Gleichfeld mehr
44 ; Meter cover removed ; Zählerdeckel geöffnet
45 ; Meter cover closed ; Zählerdeckel geschlossen
46 ; Association authentication failure (n times) ; Anmeldung n-mal fehlgeschlagen
49 ; Decryption or authentication failure (n times) ; Entschlüsselung oder Authentisierung n-mal fehlgeschlagen
50 ; Replay attack ; Replay-Angriff
53 ; Random number generator re-initialised ; Zufallsgenerator neu initialisiert
54 ; Local interface deactivated ; Lokale Schnittstelle abgeschaltet
55 ; Local interface reactivated ; Lokale Schnittstelle eingeschaltet
91 ; Current reversal ; Stromrichtung umgekehrt
255 ; Event log cleared ; Ereignislog gelöscht
@ disconnector ; 0-0:99.98.2 ; 0-0:96.11.2 ; Disconnector control log ; Trennerlog
59 ; Disconnector ready for manual reconnection ; Trenner bereit zum Wiedereinschalten von Hand
60 ; Manual disconnection ; Abschaltung von Hand
61 ; Manual connection ; Einschaltung von Hand
62 ; Remote disconnection ; Fernabschaltung
63 ; Remote connection ; Ferneinschaltung
64 ; Local disconnection ; Örtliche Abschaltung (z. B. Begrenzer)
65 ; Limiter threshold exceeded ; Begrenzerschwelle überschritten
66 ; Limiter threshold OK ; Begrenzerschwelle unterschritten
67 ; Limiter threshold changed ; Begrenzerschwelle geändert
68 ; Disconnect/reconnect failure ; Fehler beim Ab-/Einschalten
69 ; Local reconnection ; Örtliche Wiedereinschaltung
70 ; Supervision monitor 1 threshold exceeded ; Überwachung 1: Schwelle überschritten
71 ; Supervision monitor 1 threshold OK ; Überwachung 1: Schwelle unterschritten
72 ; Supervision monitor 2 threshold exceeded ; Überwachung 2: Schwelle überschritten
73 ; Supervision monitor 2 threshold OK ; Überwachung 2: Schwelle unterschritten
74 ; Supervision monitor 3 threshold exceeded ; Überwachung 3: Schwelle überschritten
75 ; Supervision monitor 3 threshold OK ; Überwachung 3: Schwelle unterschritten
255 ; Event log cleared ; Ereignislog gelöscht
@ mbus ; 0-0:99.98.3 ; 0-0:96.11.3 ; M-Bus event log ; M-Bus-Ereignislog
100 ; M-Bus channel 1: communication error ; M-Bus Kanal 1: Kommunikationsfehler
101 ; M-Bus channel 1: communication OK ; M-Bus Kanal 1: Kommunikation wieder in Ordnung
102 ; M-Bus channel 1: replace battery ; M-Bus Kanal 1: Batterie ersetzen
103 ; M-Bus channel 1: fraud attempt ; M-Bus Kanal 1: Manipulationsversuch
104 ; M-Bus channel 1: clock adjusted ; M-Bus Kanal 1: Uhr gestellt
105 ; M-Bus channel 1: new device installed ; M-Bus Kanal 1: neues Gerät angemeldet
106 ; M-Bus channel 1: permanent error ; M-Bus Kanal 1: dauernder Fehler
110 ; M-Bus channel 2: communication error ; M-Bus Kanal 2: Kommunikationsfehler
111 ; M-Bus channel 2: communication OK ; M-Bus Kanal 2: Kommunikation wieder in Ordnung
112 ; M-Bus channel 2: replace battery ; M-Bus Kanal 2: Batterie ersetzen
113 ; M-Bus channel 2: fraud attempt ; M-Bus Kanal 2: Manipulationsversuch
114 ; M-Bus channel 2: clock adjusted ; M-Bus Kanal 2: Uhr gestellt
115 ; M-Bus channel 2: new device installed ; M-Bus Kanal 2: neues Gerät angemeldet
116 ; M-Bus channel 2: permanent error ; M-Bus Kanal 2: dauernder Fehler
120 ; M-Bus channel 3: communication error ; M-Bus Kanal 3: Kommunikationsfehler
121 ; M-Bus channel 3: communication OK ; M-Bus Kanal 3: Kommunikation wieder in Ordnung
122 ; M-Bus channel 3: replace battery ; M-Bus Kanal 3: Batterie ersetzen
123 ; M-Bus channel 3: fraud attempt ; M-Bus Kanal 3: Manipulationsversuch
124 ; M-Bus channel 3: clock adjusted ; M-Bus Kanal 3: Uhr gestellt
125 ; M-Bus channel 3: new device installed ; M-Bus Kanal 3: neues Gerät angemeldet
126 ; M-Bus channel 3: permanent error ; M-Bus Kanal 3: dauernder Fehler
130 ; M-Bus channel 4: communication error ; M-Bus Kanal 4: Kommunikationsfehler
131 ; M-Bus channel 4: communication OK ; M-Bus Kanal 4: Kommunikation wieder in Ordnung
132 ; M-Bus channel 4: replace battery ; M-Bus Kanal 4: Batterie ersetzen
133 ; M-Bus channel 4: fraud attempt ; M-Bus Kanal 4: Manipulationsversuch
134 ; M-Bus channel 4: clock adjusted ; M-Bus Kanal 4: Uhr gestellt
135 ; M-Bus channel 4: new device installed ; M-Bus Kanal 4: neues Gerät angemeldet
136 ; M-Bus channel 4: permanent error ; M-Bus Kanal 4: dauernder Fehler
200 ; M-Bus channel 5: communication error ; M-Bus Kanal 5: Kommunikationsfehler
201 ; M-Bus channel 5: communication OK ; M-Bus Kanal 5: Kommunikation wieder in Ordnung
202 ; M-Bus channel 5: replace battery ; M-Bus Kanal 5: Batterie ersetzen
203 ; M-Bus channel 5: fraud attempt ; M-Bus Kanal 5: Manipulationsversuch
204 ; M-Bus channel 5: clock adjusted ; M-Bus Kanal 5: Uhr gestellt
205 ; M-Bus channel 5: new device installed ; M-Bus Kanal 5: neues Gerät angemeldet
206 ; M-Bus channel 5: permanent error ; M-Bus Kanal 5: dauernder Fehler
210 ; M-Bus channel 6: communication error ; M-Bus Kanal 6: Kommunikationsfehler
211 ; M-Bus channel 6: communication OK ; M-Bus Kanal 6: Kommunikation wieder in Ordnung
212 ; M-Bus channel 6: replace battery ; M-Bus Kanal 6: Batterie ersetzen
213 ; M-Bus channel 6: fraud attempt ; M-Bus Kanal 6: Manipulationsversuch
214 ; M-Bus channel 6: clock adjusted ; M-Bus Kanal 6: Uhr gestellt
215 ; M-Bus channel 6: new device installed ; M-Bus Kanal 6: neues Gerät angemeldet
216 ; M-Bus channel 6: permanent error ; M-Bus Kanal 6: dauernder Fehler
254 ; M-Bus load profile cleared ; M-Bus-Lastgang gelöscht
255 ; Event log cleared ; Ereignislog gelöscht
@ powerQuality ; 0-0:99.98.4 ; 0-0:96.11.4 ; Power quality log ; Spannungsqualitätslog
76 ; Undervoltage L1 ; Unterspannung L1
77 ; Undervoltage L2 ; Unterspannung L2
78 ; Undervoltage L3 ; Unterspannung L3
79 ; Overvoltage L1 ; Überspannung L1
80 ; Overvoltage L2 ; Überspannung L2
81 ; Overvoltage L3 ; Überspannung L3
82 ; Missing voltage L1 ; Spannung fehlt L1
83 ; Missing voltage L2 ; Spannung fehlt L2
84 ; Missing voltage L3 ; Spannung fehlt L3
85 ; Voltage L1 normal ; Spannung L1 normal
86 ; Voltage L2 normal ; Spannung L2 normal
87 ; Voltage L3 normal ; Spannung L3 normal
90 ; Phase asymmetry ; Phasenunsymmetrie
92 ; Bad voltage quality L1 ; Schlechte Spannungsqualität L1
93 ; Bad voltage quality L2 ; Schlechte Spannungsqualität L2
94 ; Bad voltage quality L3 ; Schlechte Spannungsqualität L3
255 ; Event log cleared ; Ereignislog gelöscht
@ communication ; 0-0:99.98.5 ; 0-0:96.11.5 ; Communication log ; Kommunikationslog
140 ; No connection timeout ; Zeitablauf ohne Verbindung
141 ; Modem initialisation failure ; Modem-Initialisierung fehlgeschlagen
142 ; SIM card failure ; SIM-Karten-Fehler
143 ; SIM card OK ; SIM-Karte in Ordnung
144 ; GSM registration failure ; GSM-Einbuchung fehlgeschlagen
145 ; GPRS registration failure ; GPRS-Einbuchung fehlgeschlagen
146 ; PDP context established ; PDP-Kontext aufgebaut
147 ; PDP context destroyed ; PDP-Kontext abgebaut
148 ; PDP context failure ; PDP-Kontext-Fehler
149 ; Modem software reset ; Modem-Reset (Software)
150 ; Modem hardware reset ; Modem-Reset (Hardware)
151 ; GSM outgoing connection ; GSM-Verbindung abgehend
152 ; GSM incoming connection ; GSM-Verbindung ankommend
153 ; GSM hang-up ; GSM aufgelegt
154 ; Diagnostic failure ; Diagnosefehler
155 ; User initialisation failure ; Benutzer-Initialisierung fehlgeschlagen
156 ; Signal quality low ; Signalqualität niedrig
157 ; Auto answer: number of calls exceeded ; Automatische Annahme: Zahl der Anrufe überschritten
158 ; Local communication attempt ; Örtlicher Kommunikationsversuch
255 ; Event log cleared ; Ereignislog gelöscht
@ mbusControl ; 0-b:24.5.0 ; 0-b:96.11.4 ; M-Bus control log ; M-Bus-Steuerlog
160 ; M-Bus channel 1: manual disconnection ; M-Bus Kanal 1: Abschaltung von Hand
161 ; M-Bus channel 1: manual connection ; M-Bus Kanal 1: Einschaltung von Hand
162 ; M-Bus channel 1: remote disconnection ; M-Bus Kanal 1: Fernabschaltung
163 ; M-Bus channel 1: remote connection ; M-Bus Kanal 1: Ferneinschaltung
164 ; M-Bus channel 1: valve alarm ; M-Bus Kanal 1: Ventilalarm
165 ; M-Bus channel 1: local disconnection ; M-Bus Kanal 1: örtliche Abschaltung
166 ; M-Bus channel 1: local connection ; M-Bus Kanal 1: örtliche Einschaltung
170 ; M-Bus channel 2: manual disconnection ; M-Bus Kanal 2: Abschaltung von Hand
171 ; M-Bus channel 2: manual connection ; M-Bus Kanal 2: Einschaltung von Hand
172 ; M-Bus channel 2: remote disconnection ; M-Bus Kanal 2: Fernabschaltung
173 ; M-Bus channel 2: remote connection ; M-Bus Kanal 2: Ferneinschaltung
174 ; M-Bus channel 2: valve alarm ; M-Bus Kanal 2: Ventilalarm
175 ; M-Bus channel 2: local disconnection ; M-Bus Kanal 2: örtliche Abschaltung
176 ; M-Bus channel 2: local connection ; M-Bus Kanal 2: örtliche Einschaltung
180 ; M-Bus channel 3: manual disconnection ; M-Bus Kanal 3: Abschaltung von Hand
181 ; M-Bus channel 3: manual connection ; M-Bus Kanal 3: Einschaltung von Hand
182 ; M-Bus channel 3: remote disconnection ; M-Bus Kanal 3: Fernabschaltung
183 ; M-Bus channel 3: remote connection ; M-Bus Kanal 3: Ferneinschaltung
184 ; M-Bus channel 3: valve alarm ; M-Bus Kanal 3: Ventilalarm
185 ; M-Bus channel 3: local disconnection ; M-Bus Kanal 3: örtliche Abschaltung
186 ; M-Bus channel 3: local connection ; M-Bus Kanal 3: örtliche Einschaltung
190 ; M-Bus channel 4: manual disconnection ; M-Bus Kanal 4: Abschaltung von Hand
191 ; M-Bus channel 4: manual connection ; M-Bus Kanal 4: Einschaltung von Hand
192 ; M-Bus channel 4: remote disconnection ; M-Bus Kanal 4: Fernabschaltung
193 ; M-Bus channel 4: remote connection ; M-Bus Kanal 4: Ferneinschaltung
194 ; M-Bus channel 4: valve alarm ; M-Bus Kanal 4: Ventilalarm
195 ; M-Bus channel 4: local disconnection ; M-Bus Kanal 4: örtliche Abschaltung
196 ; M-Bus channel 4: local connection ; M-Bus Kanal 4: örtliche Einschaltung
255 ; Event log cleared ; Ereignislog gelöscht
@ security ; 0-0:99.98.9 ;  ; Security event log ; Sicherheitslog
26 ; Communication started on remote interface ; Kommunikation an Fernschnittstelle begonnen
27 ; Communication ended on remote interface ; Kommunikation an Fernschnittstelle beendet
28 ; Communication started on local interface ; Kommunikation an lokaler Schnittstelle begonnen
29 ; Communication ended on local interface ; Kommunikation an lokaler Schnittstelle beendet
@ powerFailure ; 1-0:99.97.0 ;  ; Power failure log ; Ausfalllog
`;
