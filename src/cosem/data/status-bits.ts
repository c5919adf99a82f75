/**
 * Bits of status and alarm registers by companion, and the words of disconnect control (class 70).
 * Bit 0 is the least significant one, but in the event status word of IS 15959, a bit-string that is numbered from its first bit.
 */

/**
 * `@` begins registers: companions ; objects with the same bits ; `first` where bit 0 is the first of a bit-string. Then bit ;
 * English ; German. The error register of IDIS is not confirmed: a hint only.
 */
export const statusBits = `
@ idis ; 0-0:97.98.0 0-0:97.98.10 0-0:97.98.20
0 ; Clock invalid ; Uhr ungültig
1 ; Battery replace ; Batterie ersetzen
8 ; Program memory error ; Programmspeicherfehler
9 ; RAM error ; RAM-Fehler
10 ; Non-volatile memory error ; Fehler im nichtflüchtigen Speicher
11 ; Measurement system error ; Messwerkfehler
12 ; Watchdog error ; Watchdog-Fehler
13 ; Fraud attempt ; Manipulationsversuch
16 ; M-Bus channel 1: communication error ; M-Bus Kanal 1: Kommunikationsfehler
17 ; M-Bus channel 2: communication error ; M-Bus Kanal 2: Kommunikationsfehler
18 ; M-Bus channel 3: communication error ; M-Bus Kanal 3: Kommunikationsfehler
19 ; M-Bus channel 4: communication error ; M-Bus Kanal 4: Kommunikationsfehler
20 ; M-Bus channel 1: fraud attempt ; M-Bus Kanal 1: Manipulationsversuch
21 ; M-Bus channel 2: fraud attempt ; M-Bus Kanal 2: Manipulationsversuch
22 ; M-Bus channel 3: fraud attempt ; M-Bus Kanal 3: Manipulationsversuch
23 ; M-Bus channel 4: fraud attempt ; M-Bus Kanal 4: Manipulationsversuch
24 ; M-Bus channel 1: permanent error ; M-Bus Kanal 1: dauernder Fehler
25 ; M-Bus channel 2: permanent error ; M-Bus Kanal 2: dauernder Fehler
26 ; M-Bus channel 3: permanent error ; M-Bus Kanal 3: dauernder Fehler
27 ; M-Bus channel 4: permanent error ; M-Bus Kanal 4: dauernder Fehler
28 ; M-Bus channel 1: battery low ; M-Bus Kanal 1: Batterie schwach
29 ; M-Bus channel 2: battery low ; M-Bus Kanal 2: Batterie schwach
30 ; M-Bus channel 3: battery low ; M-Bus Kanal 3: Batterie schwach
31 ; M-Bus channel 4: battery low ; M-Bus Kanal 4: Batterie schwach
@ idis ; 0-0:97.98.1 0-0:97.98.11 0-0:97.98.21
0 ; Total power failure ; Gesamtausfall
1 ; Power resume ; Spannungswiederkehr
2 ; Voltage missing L1 ; Spannung fehlt L1
3 ; Voltage missing L2 ; Spannung fehlt L2
4 ; Voltage missing L3 ; Spannung fehlt L3
5 ; Voltage normal L1 ; Spannung normal L1
6 ; Voltage normal L2 ; Spannung normal L2
7 ; Voltage normal L3 ; Spannung normal L3
8 ; Missing neutral ; Neutralleiter fehlt
9 ; Phase asymmetry ; Phasenunsymmetrie
10 ; Current reversal ; Stromrichtung umgekehrt
11 ; Wrong phase sequence ; Falsche Phasenfolge
12 ; Unexpected consumption ; Unerwarteter Verbrauch
13 ; Key exchanged ; Schlüssel getauscht
14 ; Bad voltage quality L1 ; Schlechte Spannungsqualität L1
15 ; Bad voltage quality L2 ; Schlechte Spannungsqualität L2
16 ; Bad voltage quality L3 ; Schlechte Spannungsqualität L3
17 ; External alert ; Externer Alarm
18 ; Local communication attempt ; Örtlicher Kommunikationsversuch
19 ; New M-Bus device installed, channel 1 ; Neues M-Bus-Gerät, Kanal 1
20 ; New M-Bus device installed, channel 2 ; Neues M-Bus-Gerät, Kanal 2
21 ; New M-Bus device installed, channel 3 ; Neues M-Bus-Gerät, Kanal 3
22 ; New M-Bus device installed, channel 4 ; Neues M-Bus-Gerät, Kanal 4
27 ; M-Bus valve alarm, channel 1 ; M-Bus-Ventilalarm, Kanal 1
28 ; M-Bus valve alarm, channel 2 ; M-Bus-Ventilalarm, Kanal 2
29 ; M-Bus valve alarm, channel 3 ; M-Bus-Ventilalarm, Kanal 3
30 ; M-Bus valve alarm, channel 4 ; M-Bus-Ventilalarm, Kanal 4
31 ; Disconnect/reconnect failure ; Fehler beim Ab-/Einschalten
@ idis ; 0-0:97.98.2 0-0:97.98.12 0-0:97.98.22
4 ; M-Bus device uninstalled, channel 1 ; M-Bus-Gerät abgemeldet, Kanal 1
5 ; M-Bus device uninstalled, channel 2 ; M-Bus-Gerät abgemeldet, Kanal 2
6 ; M-Bus device uninstalled, channel 3 ; M-Bus-Gerät abgemeldet, Kanal 3
7 ; M-Bus device uninstalled, channel 4 ; M-Bus-Gerät abgemeldet, Kanal 4
10 ; M-Bus temporary error, channel 1 ; M-Bus vorübergehender Fehler, Kanal 1
11 ; M-Bus temporary error, channel 2 ; M-Bus vorübergehender Fehler, Kanal 2
12 ; M-Bus temporary error, channel 3 ; M-Bus vorübergehender Fehler, Kanal 3
13 ; M-Bus temporary error, channel 4 ; M-Bus vorübergehender Fehler, Kanal 4
14 ; End of fraud attempt ; Ende des Manipulationsversuchs
15 ; Certificate almost expired ; Zertifikat läuft bald ab
@ dsmr ; 0-0:97.98.0 0-0:97.98.10
0 ; Clock invalid ; Uhr ungültig
1 ; Replace battery ; Batterie ersetzen
2 ; Power up ; Spannungswiederkehr
3 ; Auxiliary event ; Zusatzereignis
4 ; Configuration changed ; Konfiguration geändert
8 ; Program memory error ; Programmspeicherfehler
9 ; RAM error ; RAM-Fehler
10 ; Non-volatile memory error ; Fehler im nichtflüchtigen Speicher
11 ; Measurement system error ; Messwerkfehler
12 ; Watchdog error ; Watchdog-Fehler
13 ; Fraud attempt ; Manipulationsversuch
16 ; M-Bus channel 1: communication error ; M-Bus Kanal 1: Kommunikationsfehler
17 ; M-Bus channel 2: communication error ; M-Bus Kanal 2: Kommunikationsfehler
18 ; M-Bus channel 3: communication error ; M-Bus Kanal 3: Kommunikationsfehler
19 ; M-Bus channel 4: communication error ; M-Bus Kanal 4: Kommunikationsfehler
20 ; M-Bus channel 1: fraud attempt ; M-Bus Kanal 1: Manipulationsversuch
21 ; M-Bus channel 2: fraud attempt ; M-Bus Kanal 2: Manipulationsversuch
22 ; M-Bus channel 3: fraud attempt ; M-Bus Kanal 3: Manipulationsversuch
23 ; M-Bus channel 4: fraud attempt ; M-Bus Kanal 4: Manipulationsversuch
24 ; M-Bus channel 1: new device discovered ; M-Bus Kanal 1: neues Gerät gefunden
25 ; M-Bus channel 2: new device discovered ; M-Bus Kanal 2: neues Gerät gefunden
26 ; M-Bus channel 3: new device discovered ; M-Bus Kanal 3: neues Gerät gefunden
27 ; M-Bus channel 4: new device discovered ; M-Bus Kanal 4: neues Gerät gefunden
28 ; Phase outage L1 ; Phasenausfall L1
29 ; Phase outage L2 ; Phasenausfall L2
30 ; Phase outage L3 ; Phasenausfall L3
31 ; Phase outage test ; Phasenausfalltest
@ dsmr ; 0-0:97.98.1 0-0:97.98.11
0 ; Voltage sag L1 ; Spannungseinbruch L1
1 ; Voltage sag L2 ; Spannungseinbruch L2
2 ; Voltage sag L3 ; Spannungseinbruch L3
3 ; Voltage swell L1 ; Spannungsüberhöhung L1
4 ; Voltage swell L2 ; Spannungsüberhöhung L2
5 ; Voltage swell L3 ; Spannungsüberhöhung L3
8 ; Current THD over limit L1 ; Strom-THD über Grenzwert L1
9 ; Current THD over limit L2 ; Strom-THD über Grenzwert L2
10 ; Current THD over limit L3 ; Strom-THD über Grenzwert L3
11 ; Current THD long over limit L1 ; Strom-THD lange über Grenzwert L1
12 ; Current THD long over limit L2 ; Strom-THD lange über Grenzwert L2
13 ; Current THD long over limit L3 ; Strom-THD lange über Grenzwert L3
@ dsmr ; 0-0:97.98.2 0-0:97.98.12
0 ; Last gasp ; Last Gasp
1 ; Last gasp test ; Last-Gasp-Test
@ idis ; 0-0:97.97.0
0 ; Clock invalid ; Uhr ungültig
1 ; Replace battery ; Batterie ersetzen
8 ; Program memory error ; Programmspeicherfehler
9 ; RAM error ; RAM-Fehler
10 ; Non-volatile memory error ; Fehler im nichtflüchtigen Speicher
11 ; Measurement system error ; Messwerkfehler
12 ; Watchdog error ; Watchdog-Fehler
@ idis dsmr ; 0-0:96.10.1 0-0:96.10.2 0-b:96.10.3
0 ; Critical error ; Kritischer Fehler
1 ; Clock invalid ; Uhr ungültig
2 ; Data not valid ; Wert ungültig
3 ; Daylight saving ; Sommerzeit
4 ; Not used ; Nicht benutzt
5 ; Clock adjusted ; Uhr gestellt
6 ; Recovered value (DSMR), not used (IDIS) ; Wiederhergestellter Wert (DSMR), unbenutzt (IDIS)
7 ; Power down ; Spannungsausfall
@ is15959 ; 0-0:94.91.18 0-0:94.91.26 ; first
0 ; Voltage missing, phase R ; Spannung fehlt, Phase R
1 ; Voltage missing, phase Y ; Spannung fehlt, Phase Y
2 ; Voltage missing, phase B ; Spannung fehlt, Phase B
3 ; Overvoltage in any phase ; Überspannung in einer Phase
4 ; Low voltage in any phase ; Unterspannung in einer Phase
5 ; Voltage unbalance ; Spannungsunsymmetrie
6 ; Current reverse, phase R ; Strom umgekehrt, Phase R
7 ; Current reverse, phase Y ; Strom umgekehrt, Phase Y
8 ; Current reverse, phase B ; Strom umgekehrt, Phase B
9 ; Current unbalance ; Stromunsymmetrie
10 ; Current transformer bypass ; Stromwandler überbrückt
11 ; Overcurrent in any phase ; Überstrom in einer Phase
12 ; Very low power factor ; Sehr kleiner Leistungsfaktor
51 ; Earth loading ; Strom über Erde
81 ; Magnetic influence ; Magneteinwirkung
82 ; Neutral disturbance (HF or DC) ; Neutralleiterstörung (HF oder DC)
83 ; Meter cover opening ; Zählerdeckel geöffnet
84 ; Meter disconnected or connected ; Zähler ab- oder eingeschaltet
85 ; Last gasp ; Last Gasp
86 ; First breath ; First Breath
87 ; Billing counter incremented by hand ; Abrechnungszähler von Hand erhöht
@ spodes ; 0-0:96.5.1
0 ; Voltage deviation above 10 %
1 ; Frequency deviation above 0.4 Hz
@ spodes ; 0-0:96.5.4
0 ; Voltage more than 10 % low
3 ; Voltage more than 10 % high
4 ; Frequency more than 0.4 Hz low
5 ; Frequency more than 0.2 Hz low
6 ; Frequency more than 0.2 Hz high
7 ; Frequency more than 0.4 Hz high
14 ; Frequency below the set threshold
15 ; Frequency above the set threshold
`;

/** control_state: English ; German. */
export const controlStates = `
0 ; Disconnected ; Abgeschaltet
1 ; Connected ; Eingeschaltet
2 ; Ready for reconnection ; Bereit zum Wiedereinschalten
`;

/** control_mode: transitions that disconnect ; that reconnect ; English ; German. */
export const controlModes = `
0 ;  ;  ; always connected ; immer eingeschaltet
1 ; b c f g ; d e ; disconnected remotely, by hand and locally / made ready remotely, reconnected by hand ; aus: fern, von Hand, örtlich / ein: fern freigegeben, von Hand
2 ; b c f g ; a e ; disconnected remotely, by hand and locally / reconnected remotely and by hand ; aus: fern, von Hand, örtlich / ein: fern, von Hand
3 ; b c g ; d e ; disconnected remotely and locally / made ready remotely, reconnected by hand ; aus: fern, örtlich / ein: fern freigegeben, von Hand
4 ; b c g ; a e ; disconnected remotely and locally / reconnected remotely and by hand ; aus: fern, örtlich / ein: fern, von Hand
5 ; b c f g ; d e h ; disconnected remotely, by hand and locally / made ready remotely, reconnected by hand and locally ; aus: fern, von Hand, örtlich / ein: fern freigegeben, von Hand, örtlich
6 ; b c g ; d e h ; disconnected remotely and locally / made ready remotely, reconnected by hand and locally ; aus: fern, örtlich / ein: fern freigegeben, von Hand, örtlich
7 ; b c g ; a i e h ; disconnected remotely and locally / reconnected remotely, by hand and locally ; aus: fern, örtlich / ein: fern, von Hand, örtlich
`;

/** Transitions of the state machine: from ; to ; trigger. */
export const controlTransitions = `
a ; 0 ; 1 ; remote reconnect
b ; 1 ; 0 ; remote disconnect
c ; 2 ; 0 ; remote disconnect
d ; 0 ; 2 ; remote reconnect
e ; 2 ; 1 ; manual reconnect
f ; 1 ; 2 ; manual disconnect
g ; 1 ; 2 ; local disconnect
h ; 2 ; 1 ; local reconnect
i ; 2 ; 1 ; remote reconnect
`;
