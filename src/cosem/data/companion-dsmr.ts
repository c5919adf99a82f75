/**
 * Objects that DSMR 2.2, 4.2.2, SMR 4.3-5.5 (P3); P1 telegrams names.
 * Names that follow from the OBIS rules are left out: obis-names.ts makes them.
 */

/** Code ; classes ; name where it is the list's own. A letter b is any M-Bus channel. */
export const dsmrObjects = `
0-0:40.0.0 ; 15
0-0:96.1.0 ; 1 ; Meter serial number
0-0:96.1.1 ; 1 ; Equipment identifier
0-0:1.0.0 ; 8
1-0:0.2.0 ; 1 ; Active firmware identifier
1-1:0.2.0 ; 1 ; Module firmware identifier
1-2:0.2.0 ; 1 ; Communication module firmware identifier
1-0:1.8.0 ; 3
1-0:1.8.1 ; 3
1-0:1.8.2 ; 3
1-0:2.8.0 ; 3
1-0:2.8.1 ; 3
1-0:2.8.2 ; 3
1-0:32.36.0 ; 1 ; Number of voltage swells L1
1-0:52.36.0 ; 1 ; Number of voltage swells L2
1-0:72.36.0 ; 1 ; Number of voltage swells L3
1-0:32.32.0 ; 1 ; Number of voltage sags L1
1-0:52.32.0 ; 1 ; Number of voltage sags L2
1-0:72.32.0 ; 1 ; Number of voltage sags L3
0-0:96.7.9 ; 1
0-0:96.7.21 ; 1
1-0:32.7.0 ; 3
1-0:52.7.0 ; 3
1-0:72.7.0 ; 3
1-0:32.24.0 ; 3
1-0:52.24.0 ; 3
1-0:72.24.0 ; 3
1-0:31.7.0 ; 3
1-0:51.7.0 ; 3
1-0:71.7.0 ; 3
1-0:90.7.0 ; 3
0-0:97.98.0 ; 1
0-0:97.98.10 ; 1
0-b:24.3.0 ; 7 ; M-Bus hourly profile
1-0:99.2.0 ; 7 ; Daily billing values
0-0:98.1.0 ; 7 ; Monthly billing values
0-b:96.10.3 ; 1 ; M-Bus profile status
0-0:96.10.2 ; 1 ; AMR profile status
0-b:96.1.1 ; 1 ; M-Bus equipment identifier
0-b:24.2.1 ; 4 ; M-Bus reading (hourly, 5 min in SMR 5)
0-0:13.0.0 ; 20
0-0:11.0.0 ; 11
0-0:99.98.0 ; 7 ; Standard event log
0-0:99.98.1 ; 7 ; Fraud detection log
0-0:99.98.3 ; 7 ; M-Bus event log
0-0:96.11.0 ; 1 ; Standard event code
0-0:96.11.1 ; 1 ; Fraud detection event code
0-0:96.11.3 ; 1 ; M-Bus event code
0-b:24.1.0 ; 72
1-0:0.2.8 ; 1 ; Active firmware signature
1-1:0.2.8 ; 1 ; Module firmware signature
1-2:0.2.8 ; 1 ; Communication module firmware signature
1-3:0.2.0 ; 1 ; P1 port version
0-1:94.31.6 ; 7 ; Definable load profile
1-0:31.24.0 ; 3
1-0:51.24.0 ; 3
1-0:71.24.0 ; 3
1-0:1.7.0 ; 3
1-0:2.7.0 ; 3
1-0:21.7.0 ; 3
1-0:41.7.0 ; 3
1-0:61.7.0 ; 3
1-0:22.7.0 ; 3
1-0:42.7.0 ; 3
1-0:62.7.0 ; 3
1-0:21.24.0 ; 3
1-0:41.24.0 ; 3
1-0:61.24.0 ; 3
1-0:22.24.0 ; 3
1-0:42.24.0 ; 3
1-0:62.24.0 ; 3
1-0:23.24.0 ; 3
1-0:43.24.0 ; 3
1-0:63.24.0 ; 3
1-0:24.24.0 ; 3
1-0:44.24.0 ; 3
1-0:64.24.0 ; 3
0-1:94.31.0 ; 1 ; Administrative in/out
0-1:94.31.3 ; 1 ; Configuration object
0-1:94.31.12 ; 1 ; Randomisation settings
0-0:99.98.4 ; 7 ; Communication session log
0-0:96.11.4 ; 1 ; Communication session event code
0-0:96.15.4 ; 1 ; Communication session counter
0-1:25.9.0 ; 40 ; Push setup, alarm
0-2:25.9.0 ; 40 ; Push setup, SMS
0-0:44.0.0 ; 18
0-1:25.6.0 ; 47 ; CDMA diagnostic
1-4:0.2.0 ; 1 ; M-Bus driver firmware identifier
1-4:0.2.8 ; 1 ; M-Bus driver firmware signature
1-0:99.1.1 ; 7 ; Power quality profile 1
1-0:99.1.2 ; 7 ; Power quality profile 2
1-0:22.4.0 ; 3
1-0:42.4.0 ; 3
1-0:62.4.0 ; 3
1-0:21.4.0 ; 3
1-0:41.4.0 ; 3
1-0:61.4.0 ; 3
1-0:23.4.0 ; 3
1-0:43.4.0 ; 3
1-0:63.4.0 ; 3
1-0:24.4.0 ; 3
1-0:44.4.0 ; 3
1-0:64.4.0 ; 3
0-0:25.6.0 ; 47 ; GPRS diagnostic
0-b:24.9.0 ; 77
0-b:24.3.1 ; 7 ; M-Bus daily profile
0-b:24.3.2 ; 7 ; M-Bus monthly profile
0-b:96.10.5 ; 1 ; M-Bus daily profile status
0-b:96.10.7 ; 1 ; M-Bus monthly profile status
0-b:24.2.2 ; 4 ; M-Bus reading, hourly (SMR 5)
0-b:24.2.6 ; 4 ; M-Bus device status
0-b:24.2.7 ; 4 ; M-Bus device model and version
0-b:24.2.8 ; 4 ; M-Bus device hardware version
0-b:24.2.9 ; 4 ; M-Bus device metrology version
0-b:24.2.10 ; 4 ; M-Bus device other firmware version
0-b:24.2.11 ; 4 ; M-Bus device simple version
0-0:99.98.5 ; 7 ; Power quality log
0-0:96.11.5 ; 1 ; Power quality event code
0-b:94.31.10 ; 1 ; Clear M-Bus status
0-0:15.1.4 ; 22 ; Phase outage test schedule
0-0:99.98.6 ; 7 ; Auxiliary event log
0-0:96.11.6 ; 1 ; Auxiliary event code
0-2:25.6.0 ; 47 ; LTE diagnostic
0-0:97.98.1 ; 1
0-0:97.98.11 ; 1
0-0:99.98.7 ; 7 ; Extended power quality log
0-0:96.11.7 ; 1 ; Extended power quality event code
0-0:96.11.20 ; 1 ; Extended power quality event magnitude
0-0:96.11.21 ; 1 ; Extended power quality event duration
0-0:99.98.8 ; 7 ; THD event log
0-0:96.11.8 ; 1 ; THD event code
0-0:96.11.22 ; 1 ; THD event magnitude
1-0:32.34.0 ; 3 ; Magnitude of last voltage sag L1
1-0:52.34.0 ; 3 ; Magnitude of last voltage sag L2
1-0:72.34.0 ; 3 ; Magnitude of last voltage sag L3
1-0:32.38.0 ; 3 ; Magnitude of last voltage swell L1
1-0:52.38.0 ; 3 ; Magnitude of last voltage swell L2
1-0:72.38.0 ; 3 ; Magnitude of last voltage swell L3
1-0:32.33.0 ; 3 ; Duration of last voltage sag L1
1-0:52.33.0 ; 3 ; Duration of last voltage sag L2
1-0:72.33.0 ; 3 ; Duration of last voltage sag L3
1-0:32.37.0 ; 3 ; Duration of last voltage swell L1
1-0:52.37.0 ; 3 ; Duration of last voltage swell L2
1-0:72.37.0 ; 3 ; Duration of last voltage swell L3
1-0:31.38.124 ; 3
1-0:51.38.124 ; 3
1-0:71.38.124 ; 3
1-0:11.35.124 ; 3
0-1:94.31.21 ; 3 ; THD value hysteresis
0-1:94.31.22 ; 3 ; THD minimum duration, normal to over
0-1:94.31.23 ; 3 ; THD minimum duration, over to normal
1-0:11.44.124 ; 3
1-0:31.7.124 ; 3
1-0:51.7.124 ; 3
1-0:71.7.124 ; 3
0-1:94.31.24 ; 1 ; Current THD fingerprint L1
0-1:94.31.25 ; 1 ; Current THD fingerprint L2
0-1:94.31.26 ; 1 ; Current THD fingerprint L3
1-0:31.36.124 ; 3
1-0:51.36.124 ; 3
1-0:71.36.124 ; 3
0-3:25.9.0 ; 40 ; Push setup, UDP
0-0:97.98.2 ; 1
0-0:97.98.12 ; 1
0-0:15.2.4 ; 22 ; Last gasp test schedule
`;

/** Codes of P1 telegrams ; name ; in German. Tariff 1 is the low rate in the Netherlands (1.8.1, 2.8.1) and the high rate in Belgium. */
export const dsmrTelegram = `
1-3:0.2.8 ; P1 version ; P1-Version
0-0:1.0.0 ; Telegram time ; Zeit des Telegramms
0-0:96.14.0 ; Active tariff ; Aktiver Tarif
0-0:96.13.0 ; Text message ; Textnachricht
0-0:96.13.1 ; Numeric message ; Numerische Nachricht
0-0:17.0.0 ; Limiter threshold ; Schwelle des Begrenzers
0-0:96.3.10 ; Switch position ; Schalterstellung
0-0:96.7.21 ; Number of power failures ; Anzahl Ausfälle
0-0:96.7.9 ; Number of long power failures ; Anzahl langer Ausfälle
1-0:99.97.0 ; Power failure log ; Ausfalllog
`;

/** The same codes mean something else elsewhere: for telegrams with the Belgian version only. */
export const belgianTelegram = `
1-0:1.4.0 ; Current average demand ; Aktueller Mittelwert der Leistung
1-0:1.6.0 ; Maximum demand of the month ; Leistungsmaximum des Monats
0-0:98.1.0 ; Maximum demand of the last 13 months ; Leistungsmaximum der letzten 13 Monate
0-0:96.1.4 ; Version ; Version
1-0:31.4.0 ; Fuse supervision threshold L1 ; Schwelle der Sicherungsüberwachung L1
`;
