/**
 * Event codes of DSMR 2.2 to 5, SMR and ESMR. Where editions differ the name says so.
 * Codes for which the sources name no log stand under `any`.
 */

/** `@` begins a log: key ; log object ; object of the event code ; names. Then code ; English ; German. */
export const dsmrEvents = `
@ standard ; 0-0:99.98.0 ; 0-0:96.11.0
@ fraud ; 0-0:99.98.1 ; 0-0:96.11.1
@ disconnector ; 0-0:99.98.2 ; 0-0:96.11.2
@ mbus ; 0-0:99.98.3 ; 0-0:96.11.3
@ communicationSession ; 0-0:99.98.4 ; 0-0:96.11.4
@ powerQuality ; 0-0:99.98.5 ; 0-0:96.11.5
@ auxiliary ; 0-0:99.98.6 ; 0-0:96.11.6
4096 ; M-Bus channel 1: firmware update successful ; M-Bus Kanal 1: Firmwareupdate erfolgreich
4097 ; M-Bus channel 1: firmware update: block size not supported ; M-Bus Kanal 1: Firmwareupdate: Blockgröße nicht unterstützt
4098 ; M-Bus channel 1: firmware update: image too big ; M-Bus Kanal 1: Firmwareupdate: Image zu groß
4099 ; M-Bus channel 1: firmware update: invalid block number ; M-Bus Kanal 1: Firmwareupdate: ungültige Blocknummer
4100 ; M-Bus channel 1: firmware update: data receive error ; M-Bus Kanal 1: Firmwareupdate: Empfangsfehler
4101 ; M-Bus channel 1: firmware update: image not complete ; M-Bus Kanal 1: Firmwareupdate: Image unvollständig
4102 ; M-Bus channel 1: firmware update: invalid security ; M-Bus Kanal 1: Firmwareupdate: Sicherheitsfehler
4103 ; M-Bus channel 1: firmware update: firmware not for this device ; M-Bus Kanal 1: Firmwareupdate: Firmware passt nicht zum Gerät
4352 ; M-Bus channel 2: firmware update successful ; M-Bus Kanal 2: Firmwareupdate erfolgreich
4353 ; M-Bus channel 2: firmware update: block size not supported ; M-Bus Kanal 2: Firmwareupdate: Blockgröße nicht unterstützt
4354 ; M-Bus channel 2: firmware update: image too big ; M-Bus Kanal 2: Firmwareupdate: Image zu groß
4355 ; M-Bus channel 2: firmware update: invalid block number ; M-Bus Kanal 2: Firmwareupdate: ungültige Blocknummer
4356 ; M-Bus channel 2: firmware update: data receive error ; M-Bus Kanal 2: Firmwareupdate: Empfangsfehler
4357 ; M-Bus channel 2: firmware update: image not complete ; M-Bus Kanal 2: Firmwareupdate: Image unvollständig
4358 ; M-Bus channel 2: firmware update: invalid security ; M-Bus Kanal 2: Firmwareupdate: Sicherheitsfehler
4359 ; M-Bus channel 2: firmware update: firmware not for this device ; M-Bus Kanal 2: Firmwareupdate: Firmware passt nicht zum Gerät
4608 ; M-Bus channel 3: firmware update successful ; M-Bus Kanal 3: Firmwareupdate erfolgreich
4609 ; M-Bus channel 3: firmware update: block size not supported ; M-Bus Kanal 3: Firmwareupdate: Blockgröße nicht unterstützt
4610 ; M-Bus channel 3: firmware update: image too big ; M-Bus Kanal 3: Firmwareupdate: Image zu groß
4611 ; M-Bus channel 3: firmware update: invalid block number ; M-Bus Kanal 3: Firmwareupdate: ungültige Blocknummer
4612 ; M-Bus channel 3: firmware update: data receive error ; M-Bus Kanal 3: Firmwareupdate: Empfangsfehler
4613 ; M-Bus channel 3: firmware update: image not complete ; M-Bus Kanal 3: Firmwareupdate: Image unvollständig
4614 ; M-Bus channel 3: firmware update: invalid security ; M-Bus Kanal 3: Firmwareupdate: Sicherheitsfehler
4615 ; M-Bus channel 3: firmware update: firmware not for this device ; M-Bus Kanal 3: Firmwareupdate: Firmware passt nicht zum Gerät
4864 ; M-Bus channel 4: firmware update successful ; M-Bus Kanal 4: Firmwareupdate erfolgreich
4865 ; M-Bus channel 4: firmware update: block size not supported ; M-Bus Kanal 4: Firmwareupdate: Blockgröße nicht unterstützt
4866 ; M-Bus channel 4: firmware update: image too big ; M-Bus Kanal 4: Firmwareupdate: Image zu groß
4867 ; M-Bus channel 4: firmware update: invalid block number ; M-Bus Kanal 4: Firmwareupdate: ungültige Blocknummer
4868 ; M-Bus channel 4: firmware update: data receive error ; M-Bus Kanal 4: Firmwareupdate: Empfangsfehler
4869 ; M-Bus channel 4: firmware update: image not complete ; M-Bus Kanal 4: Firmwareupdate: Image unvollständig
4870 ; M-Bus channel 4: firmware update: invalid security ; M-Bus Kanal 4: Firmwareupdate: Sicherheitsfehler
4871 ; M-Bus channel 4: firmware update: firmware not for this device ; M-Bus Kanal 4: Firmwareupdate: Firmware passt nicht zum Gerät
32896 ; M-Bus channel 1 status bit 0: battery low ; M-Bus Kanal 1 Statusbit 0: Batterie schwach
32897 ; M-Bus channel 1 status bit 1: battery consumption too high ; M-Bus Kanal 1 Statusbit 1: Batterieverbrauch zu hoch
32898 ; M-Bus channel 1 status bit 2: reverse flow ; M-Bus Kanal 1 Statusbit 2: Rückfluss
32899 ; M-Bus channel 1 status bit 3: tamper P2 ; M-Bus Kanal 1 Statusbit 3: Manipulation P2
32900 ; M-Bus channel 1 status bit 4: tamper P0 ; M-Bus Kanal 1 Statusbit 4: Manipulation P0
32901 ; M-Bus channel 1 status bit 5: tamper case ; M-Bus Kanal 1 Statusbit 5: Manipulation Gehäuse
32902 ; M-Bus channel 1 status bit 6: magnetic tamper ; M-Bus Kanal 1 Statusbit 6: Manipulation magnetisch
32903 ; M-Bus channel 1 status bit 7: temperature out of range ; M-Bus Kanal 1 Statusbit 7: Temperatur außerhalb des Bereichs
32904 ; M-Bus channel 1 status bit 8: clock synchronisation error ; M-Bus Kanal 1 Statusbit 8: Uhrensynchronisation fehlerhaft
32905 ; M-Bus channel 1 status bit 9: software error ; M-Bus Kanal 1 Statusbit 9: Softwarefehler
32906 ; M-Bus channel 1 status bit 10: watchdog error ; M-Bus Kanal 1 Statusbit 10: Watchdog-Fehler
32907 ; M-Bus channel 1 status bit 11: system hardware error ; M-Bus Kanal 1 Statusbit 11: Hardwarefehler
32908 ; M-Bus channel 1 status bit 12: configuration or calibration error ; M-Bus Kanal 1 Statusbit 12: Konfigurations- oder Kalibrierfehler
32909 ; M-Bus channel 1 status bit 13: flow above Qmax ; M-Bus Kanal 1 Statusbit 13: Durchfluss über Qmax
32910 ; M-Bus channel 1 status bit 14: temperature sensor error ; M-Bus Kanal 1 Statusbit 14: Temperaturfühlerfehler
32911 ; M-Bus channel 1 status bit 15: reserved ; M-Bus Kanal 1 Statusbit 15: reserviert
32912 ; M-Bus channel 1 status bit 16: P0 enabled ; M-Bus Kanal 1 Statusbit 16: P0 freigegeben
32913 ; M-Bus channel 1 status bit 17: new key accepted ; M-Bus Kanal 1 Statusbit 17: neuer Schlüssel angenommen
32914 ; M-Bus channel 1 status bit 18: new key rejected ; M-Bus Kanal 1 Statusbit 18: neuer Schlüssel abgelehnt
32915 ; M-Bus channel 1 status bit 19: reserved ; M-Bus Kanal 1 Statusbit 19: reserviert
32916 ; M-Bus channel 1 status bit 20: manufacturer specific ; M-Bus Kanal 1 Statusbit 20: herstellerspezifisch
32917 ; M-Bus channel 1 status bit 21: manufacturer specific ; M-Bus Kanal 1 Statusbit 21: herstellerspezifisch
32918 ; M-Bus channel 1 status bit 22: manufacturer specific ; M-Bus Kanal 1 Statusbit 22: herstellerspezifisch
32919 ; M-Bus channel 1 status bit 23: manufacturer specific ; M-Bus Kanal 1 Statusbit 23: herstellerspezifisch
32920 ; M-Bus channel 1 status bit 24: manufacturer specific ; M-Bus Kanal 1 Statusbit 24: herstellerspezifisch
32921 ; M-Bus channel 1 status bit 25: manufacturer specific ; M-Bus Kanal 1 Statusbit 25: herstellerspezifisch
32922 ; M-Bus channel 1 status bit 26: manufacturer specific ; M-Bus Kanal 1 Statusbit 26: herstellerspezifisch
32923 ; M-Bus channel 1 status bit 27: manufacturer specific ; M-Bus Kanal 1 Statusbit 27: herstellerspezifisch
32924 ; M-Bus channel 1 status bit 28: manufacturer specific ; M-Bus Kanal 1 Statusbit 28: herstellerspezifisch
32925 ; M-Bus channel 1 status bit 29: manufacturer specific ; M-Bus Kanal 1 Statusbit 29: herstellerspezifisch
32926 ; M-Bus channel 1 status bit 30: manufacturer specific ; M-Bus Kanal 1 Statusbit 30: herstellerspezifisch
32927 ; M-Bus channel 1 status bit 31: manufacturer specific ; M-Bus Kanal 1 Statusbit 31: herstellerspezifisch
32928 ; M-Bus channel 1: key sent to device ; M-Bus Kanal 1: Schlüssel an Gerät gesendet
32929 ; M-Bus channel 1: key acknowledged by device ; M-Bus Kanal 1: Schlüssel vom Gerät bestätigt
33152 ; M-Bus channel 2 status bit 0: battery low ; M-Bus Kanal 2 Statusbit 0: Batterie schwach
33153 ; M-Bus channel 2 status bit 1: battery consumption too high ; M-Bus Kanal 2 Statusbit 1: Batterieverbrauch zu hoch
33154 ; M-Bus channel 2 status bit 2: reverse flow ; M-Bus Kanal 2 Statusbit 2: Rückfluss
33155 ; M-Bus channel 2 status bit 3: tamper P2 ; M-Bus Kanal 2 Statusbit 3: Manipulation P2
33156 ; M-Bus channel 2 status bit 4: tamper P0 ; M-Bus Kanal 2 Statusbit 4: Manipulation P0
33157 ; M-Bus channel 2 status bit 5: tamper case ; M-Bus Kanal 2 Statusbit 5: Manipulation Gehäuse
33158 ; M-Bus channel 2 status bit 6: magnetic tamper ; M-Bus Kanal 2 Statusbit 6: Manipulation magnetisch
33159 ; M-Bus channel 2 status bit 7: temperature out of range ; M-Bus Kanal 2 Statusbit 7: Temperatur außerhalb des Bereichs
33160 ; M-Bus channel 2 status bit 8: clock synchronisation error ; M-Bus Kanal 2 Statusbit 8: Uhrensynchronisation fehlerhaft
33161 ; M-Bus channel 2 status bit 9: software error ; M-Bus Kanal 2 Statusbit 9: Softwarefehler
33162 ; M-Bus channel 2 status bit 10: watchdog error ; M-Bus Kanal 2 Statusbit 10: Watchdog-Fehler
33163 ; M-Bus channel 2 status bit 11: system hardware error ; M-Bus Kanal 2 Statusbit 11: Hardwarefehler
33164 ; M-Bus channel 2 status bit 12: configuration or calibration error ; M-Bus Kanal 2 Statusbit 12: Konfigurations- oder Kalibrierfehler
33165 ; M-Bus channel 2 status bit 13: flow above Qmax ; M-Bus Kanal 2 Statusbit 13: Durchfluss über Qmax
33166 ; M-Bus channel 2 status bit 14: temperature sensor error ; M-Bus Kanal 2 Statusbit 14: Temperaturfühlerfehler
33167 ; M-Bus channel 2 status bit 15: reserved ; M-Bus Kanal 2 Statusbit 15: reserviert
33168 ; M-Bus channel 2 status bit 16: P0 enabled ; M-Bus Kanal 2 Statusbit 16: P0 freigegeben
33169 ; M-Bus channel 2 status bit 17: new key accepted ; M-Bus Kanal 2 Statusbit 17: neuer Schlüssel angenommen
33170 ; M-Bus channel 2 status bit 18: new key rejected ; M-Bus Kanal 2 Statusbit 18: neuer Schlüssel abgelehnt
33171 ; M-Bus channel 2 status bit 19: reserved ; M-Bus Kanal 2 Statusbit 19: reserviert
33172 ; M-Bus channel 2 status bit 20: manufacturer specific ; M-Bus Kanal 2 Statusbit 20: herstellerspezifisch
33173 ; M-Bus channel 2 status bit 21: manufacturer specific ; M-Bus Kanal 2 Statusbit 21: herstellerspezifisch
33174 ; M-Bus channel 2 status bit 22: manufacturer specific ; M-Bus Kanal 2 Statusbit 22: herstellerspezifisch
33175 ; M-Bus channel 2 status bit 23: manufacturer specific ; M-Bus Kanal 2 Statusbit 23: herstellerspezifisch
33176 ; M-Bus channel 2 status bit 24: manufacturer specific ; M-Bus Kanal 2 Statusbit 24: herstellerspezifisch
33177 ; M-Bus channel 2 status bit 25: manufacturer specific ; M-Bus Kanal 2 Statusbit 25: herstellerspezifisch
33178 ; M-Bus channel 2 status bit 26: manufacturer specific ; M-Bus Kanal 2 Statusbit 26: herstellerspezifisch
33179 ; M-Bus channel 2 status bit 27: manufacturer specific ; M-Bus Kanal 2 Statusbit 27: herstellerspezifisch
33180 ; M-Bus channel 2 status bit 28: manufacturer specific ; M-Bus Kanal 2 Statusbit 28: herstellerspezifisch
33181 ; M-Bus channel 2 status bit 29: manufacturer specific ; M-Bus Kanal 2 Statusbit 29: herstellerspezifisch
33182 ; M-Bus channel 2 status bit 30: manufacturer specific ; M-Bus Kanal 2 Statusbit 30: herstellerspezifisch
33183 ; M-Bus channel 2 status bit 31: manufacturer specific ; M-Bus Kanal 2 Statusbit 31: herstellerspezifisch
33184 ; M-Bus channel 2: key sent to device ; M-Bus Kanal 2: Schlüssel an Gerät gesendet
33185 ; M-Bus channel 2: key acknowledged by device ; M-Bus Kanal 2: Schlüssel vom Gerät bestätigt
33408 ; M-Bus channel 3 status bit 0: battery low ; M-Bus Kanal 3 Statusbit 0: Batterie schwach
33409 ; M-Bus channel 3 status bit 1: battery consumption too high ; M-Bus Kanal 3 Statusbit 1: Batterieverbrauch zu hoch
33410 ; M-Bus channel 3 status bit 2: reverse flow ; M-Bus Kanal 3 Statusbit 2: Rückfluss
33411 ; M-Bus channel 3 status bit 3: tamper P2 ; M-Bus Kanal 3 Statusbit 3: Manipulation P2
33412 ; M-Bus channel 3 status bit 4: tamper P0 ; M-Bus Kanal 3 Statusbit 4: Manipulation P0
33413 ; M-Bus channel 3 status bit 5: tamper case ; M-Bus Kanal 3 Statusbit 5: Manipulation Gehäuse
33414 ; M-Bus channel 3 status bit 6: magnetic tamper ; M-Bus Kanal 3 Statusbit 6: Manipulation magnetisch
33415 ; M-Bus channel 3 status bit 7: temperature out of range ; M-Bus Kanal 3 Statusbit 7: Temperatur außerhalb des Bereichs
33416 ; M-Bus channel 3 status bit 8: clock synchronisation error ; M-Bus Kanal 3 Statusbit 8: Uhrensynchronisation fehlerhaft
33417 ; M-Bus channel 3 status bit 9: software error ; M-Bus Kanal 3 Statusbit 9: Softwarefehler
33418 ; M-Bus channel 3 status bit 10: watchdog error ; M-Bus Kanal 3 Statusbit 10: Watchdog-Fehler
33419 ; M-Bus channel 3 status bit 11: system hardware error ; M-Bus Kanal 3 Statusbit 11: Hardwarefehler
33420 ; M-Bus channel 3 status bit 12: configuration or calibration error ; M-Bus Kanal 3 Statusbit 12: Konfigurations- oder Kalibrierfehler
33421 ; M-Bus channel 3 status bit 13: flow above Qmax ; M-Bus Kanal 3 Statusbit 13: Durchfluss über Qmax
33422 ; M-Bus channel 3 status bit 14: temperature sensor error ; M-Bus Kanal 3 Statusbit 14: Temperaturfühlerfehler
33423 ; M-Bus channel 3 status bit 15: reserved ; M-Bus Kanal 3 Statusbit 15: reserviert
33424 ; M-Bus channel 3 status bit 16: P0 enabled ; M-Bus Kanal 3 Statusbit 16: P0 freigegeben
33425 ; M-Bus channel 3 status bit 17: new key accepted ; M-Bus Kanal 3 Statusbit 17: neuer Schlüssel angenommen
33426 ; M-Bus channel 3 status bit 18: new key rejected ; M-Bus Kanal 3 Statusbit 18: neuer Schlüssel abgelehnt
33427 ; M-Bus channel 3 status bit 19: reserved ; M-Bus Kanal 3 Statusbit 19: reserviert
33428 ; M-Bus channel 3 status bit 20: manufacturer specific ; M-Bus Kanal 3 Statusbit 20: herstellerspezifisch
33429 ; M-Bus channel 3 status bit 21: manufacturer specific ; M-Bus Kanal 3 Statusbit 21: herstellerspezifisch
33430 ; M-Bus channel 3 status bit 22: manufacturer specific ; M-Bus Kanal 3 Statusbit 22: herstellerspezifisch
33431 ; M-Bus channel 3 status bit 23: manufacturer specific ; M-Bus Kanal 3 Statusbit 23: herstellerspezifisch
33432 ; M-Bus channel 3 status bit 24: manufacturer specific ; M-Bus Kanal 3 Statusbit 24: herstellerspezifisch
33433 ; M-Bus channel 3 status bit 25: manufacturer specific ; M-Bus Kanal 3 Statusbit 25: herstellerspezifisch
33434 ; M-Bus channel 3 status bit 26: manufacturer specific ; M-Bus Kanal 3 Statusbit 26: herstellerspezifisch
33435 ; M-Bus channel 3 status bit 27: manufacturer specific ; M-Bus Kanal 3 Statusbit 27: herstellerspezifisch
33436 ; M-Bus channel 3 status bit 28: manufacturer specific ; M-Bus Kanal 3 Statusbit 28: herstellerspezifisch
33437 ; M-Bus channel 3 status bit 29: manufacturer specific ; M-Bus Kanal 3 Statusbit 29: herstellerspezifisch
33438 ; M-Bus channel 3 status bit 30: manufacturer specific ; M-Bus Kanal 3 Statusbit 30: herstellerspezifisch
33439 ; M-Bus channel 3 status bit 31: manufacturer specific ; M-Bus Kanal 3 Statusbit 31: herstellerspezifisch
33440 ; M-Bus channel 3: key sent to device ; M-Bus Kanal 3: Schlüssel an Gerät gesendet
33441 ; M-Bus channel 3: key acknowledged by device ; M-Bus Kanal 3: Schlüssel vom Gerät bestätigt
33664 ; M-Bus channel 4 status bit 0: battery low ; M-Bus Kanal 4 Statusbit 0: Batterie schwach
33665 ; M-Bus channel 4 status bit 1: battery consumption too high ; M-Bus Kanal 4 Statusbit 1: Batterieverbrauch zu hoch
33666 ; M-Bus channel 4 status bit 2: reverse flow ; M-Bus Kanal 4 Statusbit 2: Rückfluss
33667 ; M-Bus channel 4 status bit 3: tamper P2 ; M-Bus Kanal 4 Statusbit 3: Manipulation P2
33668 ; M-Bus channel 4 status bit 4: tamper P0 ; M-Bus Kanal 4 Statusbit 4: Manipulation P0
33669 ; M-Bus channel 4 status bit 5: tamper case ; M-Bus Kanal 4 Statusbit 5: Manipulation Gehäuse
33670 ; M-Bus channel 4 status bit 6: magnetic tamper ; M-Bus Kanal 4 Statusbit 6: Manipulation magnetisch
33671 ; M-Bus channel 4 status bit 7: temperature out of range ; M-Bus Kanal 4 Statusbit 7: Temperatur außerhalb des Bereichs
33672 ; M-Bus channel 4 status bit 8: clock synchronisation error ; M-Bus Kanal 4 Statusbit 8: Uhrensynchronisation fehlerhaft
33673 ; M-Bus channel 4 status bit 9: software error ; M-Bus Kanal 4 Statusbit 9: Softwarefehler
33674 ; M-Bus channel 4 status bit 10: watchdog error ; M-Bus Kanal 4 Statusbit 10: Watchdog-Fehler
33675 ; M-Bus channel 4 status bit 11: system hardware error ; M-Bus Kanal 4 Statusbit 11: Hardwarefehler
33676 ; M-Bus channel 4 status bit 12: configuration or calibration error ; M-Bus Kanal 4 Statusbit 12: Konfigurations- oder Kalibrierfehler
33677 ; M-Bus channel 4 status bit 13: flow above Qmax ; M-Bus Kanal 4 Statusbit 13: Durchfluss über Qmax
33678 ; M-Bus channel 4 status bit 14: temperature sensor error ; M-Bus Kanal 4 Statusbit 14: Temperaturfühlerfehler
33679 ; M-Bus channel 4 status bit 15: reserved ; M-Bus Kanal 4 Statusbit 15: reserviert
33680 ; M-Bus channel 4 status bit 16: P0 enabled ; M-Bus Kanal 4 Statusbit 16: P0 freigegeben
33681 ; M-Bus channel 4 status bit 17: new key accepted ; M-Bus Kanal 4 Statusbit 17: neuer Schlüssel angenommen
33682 ; M-Bus channel 4 status bit 18: new key rejected ; M-Bus Kanal 4 Statusbit 18: neuer Schlüssel abgelehnt
33683 ; M-Bus channel 4 status bit 19: reserved ; M-Bus Kanal 4 Statusbit 19: reserviert
33684 ; M-Bus channel 4 status bit 20: manufacturer specific ; M-Bus Kanal 4 Statusbit 20: herstellerspezifisch
33685 ; M-Bus channel 4 status bit 21: manufacturer specific ; M-Bus Kanal 4 Statusbit 21: herstellerspezifisch
33686 ; M-Bus channel 4 status bit 22: manufacturer specific ; M-Bus Kanal 4 Statusbit 22: herstellerspezifisch
33687 ; M-Bus channel 4 status bit 23: manufacturer specific ; M-Bus Kanal 4 Statusbit 23: herstellerspezifisch
33688 ; M-Bus channel 4 status bit 24: manufacturer specific ; M-Bus Kanal 4 Statusbit 24: herstellerspezifisch
33689 ; M-Bus channel 4 status bit 25: manufacturer specific ; M-Bus Kanal 4 Statusbit 25: herstellerspezifisch
33690 ; M-Bus channel 4 status bit 26: manufacturer specific ; M-Bus Kanal 4 Statusbit 26: herstellerspezifisch
33691 ; M-Bus channel 4 status bit 27: manufacturer specific ; M-Bus Kanal 4 Statusbit 27: herstellerspezifisch
33692 ; M-Bus channel 4 status bit 28: manufacturer specific ; M-Bus Kanal 4 Statusbit 28: herstellerspezifisch
33693 ; M-Bus channel 4 status bit 29: manufacturer specific ; M-Bus Kanal 4 Statusbit 29: herstellerspezifisch
33694 ; M-Bus channel 4 status bit 30: manufacturer specific ; M-Bus Kanal 4 Statusbit 30: herstellerspezifisch
33695 ; M-Bus channel 4 status bit 31: manufacturer specific ; M-Bus Kanal 4 Statusbit 31: herstellerspezifisch
33696 ; M-Bus channel 4: key sent to device ; M-Bus Kanal 4: Schlüssel an Gerät gesendet
33697 ; M-Bus channel 4: key acknowledged by device ; M-Bus Kanal 4: Schlüssel vom Gerät bestätigt
65535 ; Auxiliary event log cleared ; Zusatz-Ereignislog gelöscht
@ powerQualityExtended ; 0-0:99.98.7 ; 0-0:96.11.7
@ powerQualityThd ; 0-0:99.98.8 ; 0-0:96.11.8
@ powerFailure ; 1-0:99.97.0
@ mbusControl ; 0-b:24.5.0 ; 0-b:96.11.4
@ any
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
20 ; Successful self-check after firmware update ; Selbsttest nach Firmwareupdate erfolgreich
21 ; Communication module removed ; Kommunikationsmodul entfernt
22 ; Communication module inserted ; Kommunikationsmodul eingesetzt
23 ; Error register 2 cleared ; Fehlerregister 2 gelöscht
24 ; Alarm register 2 cleared ; Alarmregister 2 gelöscht
25 ; Last gasp test ; Last-Gasp-Test
40 ; Terminal cover removed ; Klemmendeckel geöffnet
41 ; Terminal cover closed ; Klemmendeckel geschlossen
42 ; Strong DC field detected ; Starkes Gleichfeld (Magnet) erkannt
43 ; No strong DC field anymore ; Kein starkes Gleichfeld mehr
44 ; Meter cover removed ; Zählerdeckel geöffnet
45 ; Meter cover closed ; Zählerdeckel geschlossen
46 ; Failed login attempt ; Anmeldeversuch fehlgeschlagen
47 ; Configuration change ; Konfiguration geändert
48 ; Module cover opened ; Moduldeckel geöffnet
49 ; Module cover closed ; Moduldeckel geschlossen
51 ; Current THD over limit L1 ; Strom-THD über Grenzwert L1
52 ; Current THD over limit L2 ; Strom-THD über Grenzwert L2
53 ; Current THD over limit L3 ; Strom-THD über Grenzwert L3
54 ; Current THD normal L1 ; Strom-THD normal L1
55 ; Current THD normal L2 ; Strom-THD normal L2
56 ; Current THD normal L3 ; Strom-THD normal L3
57 ; Current THD long over limit L1 ; Strom-THD lange über Grenzwert L1
58 ; Current THD long over limit L2 ; Strom-THD lange über Grenzwert L2
59 ; Current THD long over limit L3 ; Strom-THD lange über Grenzwert L3
60 ; Manual disconnection ; Abschaltung von Hand
61 ; Manual connection ; Einschaltung von Hand
62 ; Remote disconnection ; Fernabschaltung
63 ; Remote connection ; Ferneinschaltung
64 ; Local disconnection ; Örtliche Abschaltung (z. B. Begrenzer)
65 ; Limiter threshold exceeded ; Begrenzerschwelle überschritten
66 ; Limiter threshold OK ; Begrenzerschwelle unterschritten
67 ; Limiter threshold changed ; Begrenzerschwelle geändert
71 ; Metrological maintenance session ; Sitzung: messtechnische Wartung
72 ; Technical maintenance session ; Sitzung: technische Wartung
73 ; Meter readings retrieved (electricity) ; Zählerstände abgeholt (Strom)
74 ; Meter readings retrieved (gas) ; Zählerstände abgeholt (Gas)
75 ; Interval data retrieved (electricity) ; Intervalldaten abgeholt (Strom)
76 ; Interval data retrieved (gas) ; Intervalldaten abgeholt (Gas)
77 ; Undervoltage L1 ; Unterspannung L1
78 ; Undervoltage L2 ; Unterspannung L2
79 ; Undervoltage L3 ; Unterspannung L3
80 ; Voltage sag L1 (DSMR) / overvoltage L1 (SMR) ; Spannungseinbruch L1 (DSMR) / Überspannung L1 (SMR)
81 ; Voltage sag L2 (DSMR) / overvoltage L2 (SMR) ; Spannungseinbruch L2 (DSMR) / Überspannung L2 (SMR)
82 ; Voltage sag L3 (DSMR) / overvoltage L3 (SMR) ; Spannungseinbruch L3 (DSMR) / Überspannung L3 (SMR)
83 ; Voltage swell L1 (DSMR) / voltage L1 normal (SMR) ; Spannungsüberhöhung L1 (DSMR) / Spannung L1 normal (SMR)
84 ; Voltage swell L2 (DSMR) / voltage L2 normal (SMR) ; Spannungsüberhöhung L2 (DSMR) / Spannung L2 normal (SMR)
85 ; Voltage swell L3 (DSMR) / voltage L3 normal (SMR) ; Spannungsüberhöhung L3 (DSMR) / Spannung L3 normal (SMR)
86 ; Phase outage L1 ; Phasenausfall L1
87 ; Phase outage L2 ; Phasenausfall L2
88 ; Phase outage L3 ; Phasenausfall L3
89 ; Phase outage test ; Phasenausfalltest
90 ; Phase returned L1 ; Phase wieder da L1
91 ; Phase returned L2 ; Phase wieder da L2
92 ; Phase returned L3 ; Phase wieder da L3
93 ; Voltage sag L1 ; Spannungseinbruch L1
94 ; Voltage sag L2 ; Spannungseinbruch L2
95 ; Voltage sag L3 ; Spannungseinbruch L3
96 ; Voltage swell L1 ; Spannungsüberhöhung L1
97 ; Voltage swell L2 ; Spannungsüberhöhung L2
98 ; Voltage swell L3 ; Spannungsüberhöhung L3
99 ; Last gasp ; Last Gasp
100 ; M-Bus channel 1: communication error ; M-Bus Kanal 1: Kommunikationsfehler
101 ; M-Bus channel 1: communication OK ; M-Bus Kanal 1: Kommunikation wieder in Ordnung
102 ; M-Bus channel 1: replace battery ; M-Bus Kanal 1: Batterie ersetzen
103 ; M-Bus channel 1: fraud attempt ; M-Bus Kanal 1: Manipulationsversuch
104 ; M-Bus channel 1: clock adjusted ; M-Bus Kanal 1: Uhr gestellt
105 ; M-Bus channel 1: new device discovered ; M-Bus Kanal 1: neues Gerät gefunden
106 ; M-Bus channel 1: permanent error ; M-Bus Kanal 1: dauernder Fehler
107 ; M-Bus channel 1: dead battery ; M-Bus Kanal 1: Batterie leer
110 ; M-Bus channel 2: communication error ; M-Bus Kanal 2: Kommunikationsfehler
111 ; M-Bus channel 2: communication OK ; M-Bus Kanal 2: Kommunikation wieder in Ordnung
112 ; M-Bus channel 2: replace battery ; M-Bus Kanal 2: Batterie ersetzen
113 ; M-Bus channel 2: fraud attempt ; M-Bus Kanal 2: Manipulationsversuch
114 ; M-Bus channel 2: clock adjusted ; M-Bus Kanal 2: Uhr gestellt
115 ; M-Bus channel 2: new device discovered ; M-Bus Kanal 2: neues Gerät gefunden
116 ; M-Bus channel 2: permanent error ; M-Bus Kanal 2: dauernder Fehler
117 ; M-Bus channel 2: dead battery ; M-Bus Kanal 2: Batterie leer
120 ; M-Bus channel 3: communication error ; M-Bus Kanal 3: Kommunikationsfehler
121 ; M-Bus channel 3: communication OK ; M-Bus Kanal 3: Kommunikation wieder in Ordnung
122 ; M-Bus channel 3: replace battery ; M-Bus Kanal 3: Batterie ersetzen
123 ; M-Bus channel 3: fraud attempt ; M-Bus Kanal 3: Manipulationsversuch
124 ; M-Bus channel 3: clock adjusted ; M-Bus Kanal 3: Uhr gestellt
125 ; M-Bus channel 3: new device discovered ; M-Bus Kanal 3: neues Gerät gefunden
126 ; M-Bus channel 3: permanent error ; M-Bus Kanal 3: dauernder Fehler
127 ; M-Bus channel 3: dead battery ; M-Bus Kanal 3: Batterie leer
130 ; M-Bus channel 4: communication error ; M-Bus Kanal 4: Kommunikationsfehler
131 ; M-Bus channel 4: communication OK ; M-Bus Kanal 4: Kommunikation wieder in Ordnung
132 ; M-Bus channel 4: replace battery ; M-Bus Kanal 4: Batterie ersetzen
133 ; M-Bus channel 4: fraud attempt ; M-Bus Kanal 4: Manipulationsversuch
134 ; M-Bus channel 4: clock adjusted ; M-Bus Kanal 4: Uhr gestellt
135 ; M-Bus channel 4: new device discovered ; M-Bus Kanal 4: neues Gerät gefunden
136 ; M-Bus channel 4: permanent error ; M-Bus Kanal 4: dauernder Fehler
137 ; M-Bus channel 4: dead battery ; M-Bus Kanal 4: Batterie leer
160 ; M-Bus channel 1: manual disconnection ; M-Bus Kanal 1: Abschaltung von Hand
161 ; M-Bus channel 1: manual connection ; M-Bus Kanal 1: Einschaltung von Hand
162 ; M-Bus channel 1: remote disconnection ; M-Bus Kanal 1: Fernabschaltung
163 ; M-Bus channel 1: remote connection ; M-Bus Kanal 1: Ferneinschaltung
164 ; M-Bus channel 1: valve alarm ; M-Bus Kanal 1: Ventilalarm
170 ; M-Bus channel 2: manual disconnection ; M-Bus Kanal 2: Abschaltung von Hand
171 ; M-Bus channel 2: manual connection ; M-Bus Kanal 2: Einschaltung von Hand
172 ; M-Bus channel 2: remote disconnection ; M-Bus Kanal 2: Fernabschaltung
173 ; M-Bus channel 2: remote connection ; M-Bus Kanal 2: Ferneinschaltung
174 ; M-Bus channel 2: valve alarm ; M-Bus Kanal 2: Ventilalarm
180 ; M-Bus channel 3: manual disconnection ; M-Bus Kanal 3: Abschaltung von Hand
181 ; M-Bus channel 3: manual connection ; M-Bus Kanal 3: Einschaltung von Hand
182 ; M-Bus channel 3: remote disconnection ; M-Bus Kanal 3: Fernabschaltung
183 ; M-Bus channel 3: remote connection ; M-Bus Kanal 3: Ferneinschaltung
184 ; M-Bus channel 3: valve alarm ; M-Bus Kanal 3: Ventilalarm
190 ; M-Bus channel 4: manual disconnection ; M-Bus Kanal 4: Abschaltung von Hand
191 ; M-Bus channel 4: manual connection ; M-Bus Kanal 4: Einschaltung von Hand
192 ; M-Bus channel 4: remote disconnection ; M-Bus Kanal 4: Fernabschaltung
193 ; M-Bus channel 4: remote connection ; M-Bus Kanal 4: Ferneinschaltung
194 ; M-Bus channel 4: valve alarm ; M-Bus Kanal 4: Ventilalarm
255 ; Event log cleared ; Ereignislog gelöscht
`;
