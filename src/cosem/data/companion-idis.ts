/**
 * Objects that IDIS packages 2 and 3 names.
 * Names that follow from the OBIS rules are left out: obis-names.ts makes them.
 */

/** Code ; classes ; name where it is the list's own. A letter b is any M-Bus channel. */
export const idisObjects = `
0-0:42.0.0 ; 1
0-0:96.1.0 ; 1 ; Device ID 1, serial number
0-0:96.1.1 ; 1 ; Device ID 2, device type
0-0:96.1.2 ; 1
0-0:96.1.3 ; 1
0-0:96.1.4 ; 1
0-0:96.1.5 ; 1 ; Device ID 6, IDIS certification number
0-0:1.0.0 ; 8
1-0:0.9.11 ; 3
1-0:0.9.2 ; 1
1-0:0.9.1 ; 1
0-0:14.0.2 ; 6 ; Register activation, maximum demand
0-0:14.0.1 ; 6 ; Register activation, energy
0-0:11.0.0 ; 11
0-0:13.0.0 ; 20
0-0:96.14.0 ; 1 ; Active energy tariff
0-0:22.0.0 ; 23 ; HDLC setup, optical port
0-0:20.0.0 ; 19 ; Optical port setup
0-0:40.0.0 ; 15
0-0:41.0.0 ; 17
0-0:96.13.0 ; 1
0-0:96.13.1 ; 1
0-0:43.0.0 ; 64
0-0:43.1.0 ; 1 ; Invocation counter, unicast
0-0:43.1.1 ; 1 ; Invocation counter, broadcast
0-0:29.1.0 ; 91
0-0:25.2.0 ; 43
0-0:29.2.0 ; 92
0-0:29.0.0 ; 90
0-0:2.0.0 ; 27
0-0:25.4.0 ; 45
0-0:25.0.0 ; 41
0-0:25.3.0 ; 44
0-0:25.1.0 ; 42
0-0:25.7.0 ; 48
0-0:16.1.1 ; 21
0-0:16.1.0 ; 21
0-0:97.98.21 ; 1
0-0:97.98.11 ; 1
0-0:97.98.1 ; 1
0-0:97.98.20 ; 1
0-0:97.98.10 ; 1
0-0:97.98.0 ; 1
0-0:97.97.0 ; 1
0-3:15.0.4 ; 22 ; Push schedule, interval 3
0-2:15.0.4 ; 22 ; Push schedule, interval 2
0-1:15.0.4 ; 22 ; Push schedule, interval 1
0-0:10.0.108 ; 9
0-7:25.9.0 ; 40 ; Push setup, on installation
0-0:25.9.0 ; 40 ; Push setup, on connectivity
0-4:25.9.0 ; 40 ; Push setup, on alarm
0-3:25.9.0 ; 40 ; Push setup, interval 3
0-2:25.9.0 ; 40 ; Push setup, interval 2
0-1:25.9.0 ; 40 ; Push setup, interval 1
1-0:15.7.0 ; 3
1-0:14.7.0 ; 3
1-0:10.7.0 ; 3
1-0:9.7.0 ; 3
1-0:4.7.0 ; 3
1-0:3.7.0 ; 3
1-0:2.7.0 ; 3
1-0:1.7.0 ; 3
1-0:90.7.0 ; 3
1-0:31.7.0 ; 3
1-0:32.7.0 ; 3
1-0:51.7.0 ; 3
1-0:52.7.0 ; 3
1-0:71.7.0 ; 3
1-0:72.7.0 ; 3
1-0:13.3.0 ; 4
1-0:13.5.0 ; 4
1-0:13.7.0 ; 3
1-0:15.24.0 ; 5
1-0:16.24.0 ; 5
1-0:1.24.0 ; 5
1-0:12.24.0 ; 3
1-0:32.24.0 ; 3
1-0:52.24.0 ; 3
1-0:72.24.0 ; 3
1-0:31.4.0 ; 5 21 ; Sliding average current L1 (fuse supervision)
1-0:51.4.0 ; 5 21 ; Sliding average current L2 (fuse supervision)
1-0:71.4.0 ; 5 21 ; Sliding average current L3 (fuse supervision)
0-0:99.98.0 ; 7 ; Standard event log
0-0:99.98.1 ; 7 ; Fraud detection log
0-0:99.98.2 ; 7 ; Disconnector control log
0-0:99.98.4 ; 7 ; Power quality log
0-0:99.98.5 ; 7 ; Communication log
1-0:99.97.0 ; 7 ; Power failure log
0-0:96.11.0 ; 1 ; Event code, standard
0-0:96.11.1 ; 1 ; Event code, fraud detection
0-0:96.11.2 ; 1 ; Event code, disconnector control
0-0:96.11.4 ; 1 ; Event code, power quality
0-0:96.11.5 ; 1 ; Event code, communication
1-0:72.38.0 ; 3 ; Magnitude of last voltage swell L3
1-0:52.38.0 ; 3 ; Magnitude of last voltage swell L2
1-0:32.38.0 ; 3 ; Magnitude of last voltage swell L1
1-0:72.37.0 ; 3 ; Duration of last voltage swell L3
1-0:52.37.0 ; 3 ; Duration of last voltage swell L2
1-0:32.37.0 ; 3 ; Duration of last voltage swell L1
1-0:72.36.0 ; 1 ; Number of voltage swells L3
1-0:52.36.0 ; 1 ; Number of voltage swells L2
1-0:32.36.0 ; 1 ; Number of voltage swells L1
1-0:72.34.0 ; 3 ; Magnitude of last voltage sag L3
1-0:52.34.0 ; 3 ; Magnitude of last voltage sag L2
1-0:32.34.0 ; 3 ; Magnitude of last voltage sag L1
1-0:72.33.0 ; 3 ; Duration of last voltage sag L3
1-0:52.33.0 ; 3 ; Duration of last voltage sag L2
1-0:32.33.0 ; 3 ; Duration of last voltage sag L1
1-0:72.32.0 ; 1 ; Number of voltage sags L3
1-0:52.32.0 ; 1 ; Number of voltage sags L2
1-0:32.32.0 ; 1 ; Number of voltage sags L1
0-0:96.7.19 ; 3
0-0:96.7.9 ; 1
0-0:96.7.21 ; 1
1-0:12.44.0 ; 3 ; Time threshold for voltage swell
1-0:12.35.0 ; 3 ; Threshold for voltage swell
1-0:12.45.0 ; 3 ; Time threshold for voltage cut
1-0:12.39.0 ; 3 ; Threshold for voltage cut
1-0:12.43.0 ; 3 ; Time threshold for voltage sag
1-0:12.31.0 ; 3 ; Threshold for voltage sag
0-0:96.7.20 ; 3
0-0:10.0.1 ; 9
0-0:15.0.0 ; 22
0-0:98.1.0 ; 7 ; Billing profile (scheme 1)
0-0:96.10.1 ; 1 ; Profile status, load profile 1
0-0:96.10.2 ; 1 ; Profile status, load profile 2
1-0:99.1.0 ; 7 ; Load profile 1
1-0:99.2.0 ; 7 ; Load profile 2 (daily)
1-0:1.8.0 ; 3
1-0:2.8.0 ; 3
1-0:3.8.0 ; 3
1-0:4.8.0 ; 3
1-0:5.8.0 ; 3
1-0:6.8.0 ; 3
1-0:7.8.0 ; 3
1-0:8.8.0 ; 3
1-0:9.8.0 ; 3
1-0:10.8.0 ; 3
1-0:15.8.0 ; 3
1-0:16.8.0 ; 3
1-0:15.8.1 ; 3
1-0:15.8.2 ; 3
1-0:15.8.3 ; 3
1-0:15.8.4 ; 3
1-0:10.8.1 ; 3
1-0:10.8.2 ; 3
1-0:10.8.3 ; 3
1-0:10.8.4 ; 3
1-0:9.8.1 ; 3
1-0:9.8.2 ; 3
1-0:9.8.3 ; 3
1-0:9.8.4 ; 3
1-0:8.8.1 ; 3
1-0:8.8.2 ; 3
1-0:8.8.3 ; 3
1-0:8.8.4 ; 3
1-0:7.8.1 ; 3
1-0:7.8.2 ; 3
1-0:7.8.3 ; 3
1-0:7.8.4 ; 3
1-0:6.8.1 ; 3
1-0:6.8.2 ; 3
1-0:6.8.3 ; 3
1-0:6.8.4 ; 3
1-0:5.8.1 ; 3
1-0:5.8.2 ; 3
1-0:5.8.3 ; 3
1-0:5.8.4 ; 3
1-0:4.8.1 ; 3
1-0:4.8.2 ; 3
1-0:4.8.3 ; 3
1-0:4.8.4 ; 3
1-0:3.8.1 ; 3
1-0:3.8.2 ; 3
1-0:3.8.3 ; 3
1-0:3.8.4 ; 3
1-0:2.8.1 ; 3
1-0:2.8.2 ; 3
1-0:2.8.3 ; 3
1-0:2.8.4 ; 3
1-0:1.8.1 ; 3
1-0:1.8.2 ; 3
1-0:1.8.3 ; 3
1-0:1.8.4 ; 3
1-0:4.5.0 ; 4
1-0:3.5.0 ; 4
1-0:2.5.0 ; 4
1-0:1.5.0 ; 4
1-0:4.4.0 ; 5
1-0:3.4.0 ; 5
1-0:2.4.0 ; 5
1-0:1.4.0 ; 5
1-0:10.6.4 ; 4
1-0:10.6.3 ; 4
1-0:10.6.2 ; 4
1-0:10.6.1 ; 4
1-0:10.6.0 ; 4
1-0:9.6.4 ; 4
1-0:9.6.3 ; 4
1-0:9.6.2 ; 4
1-0:9.6.1 ; 4
1-0:9.6.0 ; 4
1-0:4.6.4 ; 4
1-0:4.6.3 ; 4
1-0:4.6.2 ; 4
1-0:4.6.1 ; 4
1-0:4.6.0 ; 4
1-0:3.6.4 ; 4
1-0:3.6.3 ; 4
1-0:3.6.2 ; 4
1-0:3.6.1 ; 4
1-0:3.6.0 ; 4
1-0:2.6.4 ; 4
1-0:2.6.3 ; 4
1-0:2.6.2 ; 4
1-0:2.6.1 ; 4
1-0:2.6.0 ; 4
1-0:1.6.4 ; 4
1-0:1.6.3 ; 4
1-0:1.6.2 ; 4
1-0:1.6.1 ; 4
1-0:1.6.0 ; 4
1-0:0.2.0 ; 1 ; Active firmware identifier
1-0:0.2.8 ; 1 ; Active firmware signature
1-1:0.2.0 ; 1 ; Active firmware identifier 1 (second image)
1-1:0.2.8 ; 1 ; Active firmware signature 1 (second image)
1-2:0.2.0 ; 1
1-2:0.2.8 ; 1
0-0:10.0.107 ; 9
0-0:15.0.2 ; 22
0-0:44.0.0 ; 18
0-0:17.0.0 ; 71
0-0:96.3.10 ; 70
0-0:10.0.106 ; 9
0-0:15.0.1 ; 22
0-0:10.0.100 ; 9
1-0:0.6.0 ; 3
1-0:0.6.1 ; 3
1-0:0.6.2 ; 3
1-0:0.6.3 ; 3
1-0:0.3.0 ; 1
1-0:0.3.1 ; 1
1-6:0.2.0 ; 1
1-63:0.2.0 ; 1
1-4:0.2.0 ; 1
0-0:40.0.1 ;  ; Association, management client
0-0:40.0.2 ;  ; Association, public client
0-0:40.0.3 ;  ; Association, pre-established client
0-5:25.9.0 ;  ; Push setup, on power down
0-6:25.9.0 ;  ; Push setup, consumer information
0-0:96.14.1 ;  ; Active demand tariff
0-0:99.98.3 ;  ; M-Bus event log
0-0:99.98.9 ;  ; Security event log
0-0:96.11.3 ;  ; Event code, M-Bus
0-b:24.1.0 ;  ; M-Bus client
0-b:24.2.1 ;  ; M-Bus value 1
0-b:24.2.2 ;  ; M-Bus value 2
0-b:24.2.3 ;  ; M-Bus value 3
0-b:24.2.4 ;  ; M-Bus value 4
0-b:24.3.0 ;  ; M-Bus load profile
0-b:24.4.0 ;  ; M-Bus disconnect control
0-b:24.5.0 ;  ; M-Bus control log
0-b:96.1.0 ;  ; M-Bus device ID 1
0-b:96.1.1 ;  ; M-Bus device ID 2
`;
