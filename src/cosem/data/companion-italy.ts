/**
 * Objects that UNI/TS 11291 (gas) names.
 * Names that follow from the OBIS rules are left out: obis-names.ts makes them.
 */

/** Code ; classes ; name where it is the list's own. A letter b is any M-Bus channel. */
export const italyObjects = `
0-0:96.1.0 ; 1 ; Serial number
0-0:96.1.10 ; 1
0-0:96.1.3 ; 1 ; Equipment class identifier
0-0:96.1.5 ; 1 ; UNI/TS version
0-0:41.0.0 ; 17
0-0:42.0.0 ; 1
0-0:40.0.1 ; 15 ; Association, management
0-0:40.0.16 ; 15 ; Association, public
0-0:40.0.3 ; 15 ; Association, installer/maintainer
0-0:40.0.48 ; 15 ; Association, guarantor authority
0-0:40.0.64 ; 15 ; Association, gateway
0-0:40.0.32 ; 15 ; Association, broadcast
0-0:94.39.33 ; 1 ; Global frame counter thresholds
0-0:43.1.1 ; 1 ; Frame counter, management (on-line)
0-1:43.1.1 ; 1 ; Frame counter, management (off-line)
0-0:43.1.48 ; 1 ; Frame counter, guarantor authority
0-0:43.1.3 ; 1 ; Frame counter, installer/maintainer
0-0:43.1.64 ; 1 ; Frame counter, gateway
0-0:43.1.32 ; 1 ; Frame counter, broadcast
0-0:1.0.0 ; 8
0-0:1.1.0 ; 1
0-0:1.1.0.101 ; 1 ; Unix time, previous gas day
0-0:94.39.44 ; 1 ; Synchronisation algorithm
0-0:94.39.20 ; 1 ; Synchronisation registers
0-0:96.14.0 ; 1
0-0:94.39.21 ; 8192 ; Active tariff plan
0-0:94.39.22 ; 8192 ; Passive tariff plan
0-0:10.0.0 ; 9
7-0:96.5.0 ; 1 ; Device status
0-0:94.39.31 ; 3 ; Installer/maintainer remaining time
0-0:94.39.32 ; 21 ; Installer/maintainer monitor
0-0:94.39.30 ; 1 ; Installer/maintainer setup
0-0:96.3.10 ; 70
0-0:10.0.106 ; 9
0-0:15.0.1 ; 22
0-0:94.39.3 ; 1 ; Valve configuration
0-0:94.39.1 ; 1 ; Valve enable password
0-0:94.39.2 ; 1 ; Maximum password attempts
0-0:94.39.6 ; 1 ; Opening command validity
0-0:94.39.5 ; 21 ; Days without communication threshold
0-0:94.39.25 ; 21 ; Tampering attempts threshold
0-1:96.20.25 ; 1 ; Internal tampering attempts
0-0:94.39.26 ; 1 ; Leakage test parameters
0-0:94.39.7 ; 1 ; Valve closure cause
0-0:94.39.46 ; 1 ; User message
7-0:96.5.1 ; 3 ; Current diagnostic
7-1:96.5.1 ; 1 ; Daily diagnostic
7-2:96.5.1 ; 1 ; Snapshot period diagnostic
0-0:96.20.25 ; 1 ; Anti-fraud total
0-0:96.20.30 ; 1 ; Communication tamper counter
0-0:96.11.2 ; 1 ; Event code
0-0:96.15.2 ; 1 ; Event counter
7-0:99.98.0 ; 7 ; Event log
7-0:96.11.1 ; 7 ; Metrological event code
7-0:96.98.1 ; 7
0-0:96.15.1 ; 1 ; Metrological event counter
7-0:99.16.0 ; 7 ; Parameter monitor log
0-0:16.2.0 ; 65
0-0:94.39.42 ; 1 ; Session error reason
0-0:94.39.43 ; 1 ; Invoke ID of erroneous request
7-0:13.2.0 ; 3 ; Converted volume index
7-0:13.2.1 ; 3 ; Converted volume index, rate F1
7-0:13.2.2 ; 3 ; Converted volume index, rate F2
7-0:13.2.3 ; 3 ; Converted volume index, rate F3
7-0:12.2.0 ; 3 ; Converted volume index under alarm
7-0:43.45.0 ; 4 ; Maximum conventional converted flow
0-0:96.8.0 ; 3
0-0:10.0.1 ; 9
0-0:10.0.8 ; 9 ; Push script
7-0:13.26.0.101 ; 3 ; Converted volume, previous gas day
7-0:12.26.0.101 ; 3 ; Converted volume under alarm, previous gas day
7-0:0.9.3 ; 1 ; Start of gas day
7-1:96.5.1.101 ; 1 ; Daily diagnostic, previous gas day
0-1:15.0.4 ; 22 ; Push schedule 1
0-1:25.9.0 ; 40 ; Push setup 1
7-0:0.8.23 ; 1 ; Snapshot period
0-0:94.39.11 ; 1 ; Snapshot starting date
0-0:94.39.8 ; 1 ; On-demand snapshot time
0-0:96.10.2 ; 1 ; Snapshot reason code
7-0:0.1.0 ; 1 ; Snapshot period counter
7-0:98.11.0 ; 7 ; Snapshot data
0-2:15.0.4 ; 22 ; Push schedule 2
0-2:25.9.0 ; 40 ; Push setup 2
0-3:15.0.4 ; 22 ; Push schedule 3
0-3:25.9.0 ; 40 ; Push setup 3
0-4:15.0.4 ; 22 ; Push schedule 4
0-4:25.9.0 ; 40 ; Push setup 4
7-0:99.99.3 ; 7 ; Daily load profile
0-0:44.0.0 ; 18
7-0:0.2.1 ; 1 ; Metrological firmware version
7-0:0.2.8 ; 1 ; Metrological firmware signature
7-1:0.2.1 ; 1 ; Non-metrological firmware version
7-1:0.2.8 ; 1 ; Non-metrological firmware signature
0-0:94.39.41 ; 1 ; Block transfer status
0-0:96.6.0 ; 3
0-1:96.6.0 ; 3
0-0:96.6.6 ; 3
0-1:96.6.6 ; 3
0-0:96.6.4 ; 3
0-1:96.6.4 ; 3
0-0:94.39.14 ; 3 ; Battery change authorisation
7-0:41.0.0 ; 3
7-0:41.2.0 ; 3
7-0:41.3.0 ; 3
0-0:25.2.0 ; 43
0-0:31.0.0 ; 73
0-0:94.39.13 ; 1 ; Transmitting power
0-0:94.39.15 ; 1 ; Physical channel plan
0-0:94.39.16 ; 1 ; PHY information base
0-0:94.39.34 ; 1 ; Frequency offset
0-0:94.39.18 ; 1 ; MAC information base
0-0:94.39.18.254 ; 1 ; MAC information base, MIB
0-0:94.39.9 ; 1 ; Synchronous access
0-0:94.39.17 ; 9 ; Power level script
0-0:94.39.12 ; 1 ; Maintenance window
0-1:94.39.12 ; 1 ; Synchronisation window
0-0:94.39.4 ; 3 ; Days without communication
0-0:94.39.10 ; 21 ; Orphaned threshold
0-0:94.39.19 ; 1 ; Affiliation parameters
0-0:94.39.23 ; 1 ; Data link frame information
0-0:94.39.24 ; 1 ; Received signal strength
0-1:25.2.0 ; 1 43
0-0:96.5.4 ; 1
7-0:99.98.6 ; 7
0-0:96.15.3 ; 1
0-0:20.0.0 ; 19
0-0:22.0.0 ; 23
0-0:94.39.40 ; 1 ; Spare object
0-0:66.0.1 ; 62 ; Compact frame 1
0-0:66.0.2 ; 62 ; Compact frame 2
0-0:66.0.10 ; 62 ; Compact frame 10
0-0:66.0.11 ; 62 ; Compact frame 11
0-0:66.0.4 ; 62 ; Compact frame 4
0-0:66.0.6 ; 62 ; Compact frame 6
0-0:66.0.7 ; 62 ; Compact frame 7
0-0:66.0.9 ; 62 ; Compact frame 9
0-0:96.15.4 ; 1
0-0:96.11.4 ; 1
7-0:99.98.1 ; 7 ; Metrological event log
0-0:2.2.0 ; 28
0-0:2.1.0 ; 29
7-0:96.5.1.101 ; 1 ; Current diagnostic, end of billing period
0-0:96.10.2.101 ; 1 ; Snapshot reason code, last snapshot
7-0:0.1.0.101 ; 1 ; Snapshot period counter, last snapshot
7-0:13.2.0.101 ; 3
7-0:13.83.1.101 ; 3
7-2:96.5.1.101 ; 1 ; Snapshot period diagnostic, last snapshot
0-0:21.0.1 ; 7
0-1:21.0.1 ; 7
0-0:94.39.36 ; 1 ; First detected time
0-0:94.39.35 ; 1 ; Signal strength statistics
0-0:94.39.38 ; 1 ; Detected entry status
0-0:94.39.48 ; 1 ; White listed devices
0-0:94.39.47 ; 1 ; Black listed devices
0-0:21.0.2 ; 7
0-0:21.0.3 ; 7
7-0:99.98.3 ; 7
7-0:21.0.10 ; 7
7-0:21.0.11 ; 7
7-0:21.0.12 ; 7
0-0:21.0.14 ; 1
0-0:94.39.39 ; 1 ; White list control
0-0:94.39.45 ; 1 ; Request priority
0-0:94.39.27 ; 1 ; Request identifier
0-0:94.39.29 ; 1 ; Response status
0-0:94.39.50 ; 1 ; Data link payload
0-0:94.39.28 ; 1 ; Request time-to-live
0-0:21.0.10 ; 7
0-0:98.1.0 ; 7
0-0:21.0.11 ; 7
`;
