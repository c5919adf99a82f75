/**
 * Objects that Saudi smart meter specification names.
 * Names that follow from the OBIS rules are left out: obis-names.ts makes them.
 */

/** Code ; classes ; name where it is the list's own. A letter b is any M-Bus channel. */
export const saudiArabiaObjects = `
0-1:94.96.2 ; 1 ; Storage failure time
0-1:94.96.22 ; 1 ; Display return time
0-1:94.96.23 ; 1 ; Display scroll time
0-1:94.96.24 ; 1 ; Display night-off option
0-1:94.96.25 ; 1 ; Display night-off times
0-1:94.96.10 ; 9 ; Program configuration
0-1:94.96.11 ; 9 1 ; Program configuration status
0-96:94.96.8 ; 1 ; Output relay input signal selection
0-96:94.96.9 ; 1 ; Auto-recovery operation times after overcurrent
0-96:94.96.10 ; 1 ; Auto-recovery times setting
0-96:94.96.11 ; 1 ; Overcurrent release times
0-96:94.96.12 ; 1 ; Data transport security mode
0-96:94.96.15 ; 1 ; Number of global meter resets
0-96:94.96.16 ; 1 ; Number of wrong cable connections
1-96:12.33.0 ; 1 ; Sag setting
0-1:94.96.3 ; 1 ; Power restores, all phases
0-1:94.96.4 ; 1 ; Power restores L1
0-1:94.96.5 ; 1 ; Power restores L2
0-1:94.96.6 ; 1 ; Power restores L3
1-0:32.128.0 ; 3 ; Average line voltage R-Y
1-0:52.128.0 ; 3 ; Average line voltage Y-B
1-0:72.128.0 ; 3 ; Average line voltage B-R
1-0:130.7.0 ; 3 ; Line voltage L1-L2, instantaneous
1-0:131.7.0 ; 3 ; Line voltage L2-L3, instantaneous
1-0:132.7.0 ; 3 ; Line voltage L3-L1, instantaneous
0-0:94.96.22 ; 1 ; Display return time
0-0:94.96.23 ; 1 ; Display scroll time
0-0:94.96.24 ; 1 ; Display night-off option
0-0:94.96.25 ; 1 ; Display night-off times
0-0:96.11.1 ; 1 ; Number of clock changes
0-0:96.11.2 ; 1 ; Number of billing resets
0-0:96.11.3 ; 1 ; Number of manual resets
0-0:96.11.4 ; 1 ; Number of automatic resets
0-0:96.11.5 ; 1 ; Number of missing currents
0-0:96.11.6 ; 1 ; Number of top cover openings
0-0:96.11.7 ; 1 ; Number of terminal cover openings
0-0:96.11.8 ; 1 ; Number of phase-neutral swaps
0-0:96.11.9 ; 1 ; Number of reverse currents
0-0:96.11.10 ; 1 ; Number of magnetic tampers
0-0:96.15.0 ; 1 ; Number of phase-neutral bypasses
0-0:96.15.1 ; 1 ; Number of phase sequence reversals
1-0:91.40.0 ; 1 ; Number of missing neutrals
1-0:12.40.0 ; 1 ; Number of voltage cuts
0-0:96.15.2 ; 1 ; Number of password changes
0-96:96.4.1 ; 1 ; Number of output relay state changes
0-96:96.4.2 ; 1 ; Number of input signal selections
0-96:96.4.3 ; 1 ; Number of auto-recovery operations
0-96:96.4.4 ; 1 ; Number of auto-recovery settings
0-96:96.4.5 ; 1 ; Number of overcurrent releases
0-96:96.4.6 ; 1 ; Number of abnormal temperatures
0-96:96.4.7 ; 1 ; Number of maximum currents
0-96:96.4.8 ; 1 ; Number of THD limit violations
0-96:12.32.0 ; 1 ; Number of sags
0-96:12.36.0 ; 1 ; Number of swells
0-96:99.98.19 ; 1 ; Security association event
0-96:15.128.0 ; 1 ; Meter reading parameter
1-0:99.97.0 ; 7 ; Log, power failure
1-0:99.98.2 ; 7 ; Log, power restore
1-0:99.98.3 ; 7 ; Log, time change (from)
1-0:99.98.4 ; 7 ; Log, time change (to)
1-0:99.98.5 ; 7 ; Log, billing reset
1-0:99.98.6 ; 7 ; Log, manual reset
1-0:99.98.7 ; 7 ; Log, automatic reset
1-0:99.98.8 ; 7 ; Log, configuration change
1-0:99.98.9 ; 7 ; Log, communication port
1-0:99.98.10 ; 7 ; Log, storage
1-0:99.98.11 ; 7 ; Log, power line cut
1-0:99.98.12 ; 7 ; Log, tamper 1
1-0:99.98.13 ; 7 ; Log, tamper 2
1-0:99.98.14 ; 7 ; Log, current/voltage limit
1-0:99.98.15 ; 7 ; Log, output relay
1-0:99.98.16 ; 7 ; Log, password change
1-96:99.98.12 ; 7 ; Log, output relay states
1-96:99.98.2 ; 7 ; Log, input signal selection
1-96:99.98.3 ; 7 ; Log, auto-recovery operation times
1-96:99.98.4 ; 7 ; Log, auto-recovery settings
1-96:99.98.13 ; 7 ; Log, overcurrent release
1-96:99.98.6 ; 7 ; Log, temperature over limit
1-96:99.98.7 ; 7 ; Log, maximum current
1-96:99.98.8 ; 7 ; Log, THD limit
1-96:99.10.1 ; 7 ; Log, sag limit
1-96:99.10.2 ; 7 ; Log, swell limit
1-96:99.98.19 ; 7 ; Log, security association
1-96:99.98.20 ; 7 ; Log, display roll-over
0-1:94.96.12 ; 1 ; Data transport security mode
0-128:15.0.4 ; 22 ; Push schedule, load profile
0-129:15.0.4 ; 22 ; Push schedule, energy profile (daily)
0-130:15.0.4 ; 22 ; Push schedule, billing profile (monthly)
0-131:15.0.4 ; 22 ; Push schedule, maximum demand profile
0-132:15.0.4 ; 22 ; Push schedule, cumulative maximum demand profile
0-133:15.0.4 ; 22 ; Push schedule, average voltages and currents
0-134:15.0.4 ; 22 ; Push schedule, instantaneous values
0-128:25.9.0 ; 40 ; Push setup, load profile
0-129:25.9.0 ; 40 ; Push setup, energy profile (daily)
0-130:25.9.0 ; 40 ; Push setup, billing profile (monthly)
0-131:25.9.0 ; 40 ; Push setup, maximum demand profile
0-132:25.9.0 ; 40 ; Push setup, cumulative maximum demand profile
0-133:25.9.0 ; 40 ; Push setup, average voltages and currents
0-134:25.9.0 ; 40 ; Push setup, instantaneous values
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
1-0:21.8.0 ; 3
1-0:22.8.0 ; 3
1-0:23.8.0 ; 3
1-0:24.8.0 ; 3
1-0:25.8.0 ; 3
1-0:26.8.0 ; 3
1-0:27.8.0 ; 3
1-0:28.8.0 ; 3
1-0:29.8.0 ; 3
1-0:30.8.0 ; 3
1-0:41.8.0 ; 3
1-0:42.8.0 ; 3
1-0:43.8.0 ; 3
1-0:44.8.0 ; 3
1-0:45.8.0 ; 3
1-0:46.8.0 ; 3
1-0:47.8.0 ; 3
1-0:48.8.0 ; 3
1-0:49.8.0 ; 3
1-0:50.8.0 ; 3
1-0:61.8.0 ; 3
1-0:62.8.0 ; 3
1-0:63.8.0 ; 3
1-0:64.8.0 ; 3
1-0:65.8.0 ; 3
1-0:66.8.0 ; 3
1-0:67.8.0 ; 3
1-0:68.8.0 ; 3
1-0:69.8.0 ; 3
1-0:70.8.0 ; 3
1-0:1.8.1 ; 3
1-0:2.8.1 ; 3
1-0:3.8.1 ; 3
1-0:4.8.1 ; 3
1-0:5.8.1 ; 3
1-0:8.8.1 ; 3
1-0:9.8.1 ; 3
1-0:10.8.1 ; 3
1-0:1.8.2 ; 3
1-0:2.8.2 ; 3
1-0:3.8.2 ; 3
1-0:4.8.2 ; 3
1-0:5.8.2 ; 3
1-0:8.8.2 ; 3
1-0:9.8.2 ; 3
1-0:10.8.2 ; 3
1-0:1.8.3 ; 3
1-0:2.8.3 ; 3
1-0:3.8.3 ; 3
1-0:4.8.3 ; 3
1-0:5.8.3 ; 3
1-0:8.8.3 ; 3
1-0:9.8.3 ; 3
1-0:10.8.3 ; 3
1-0:1.8.4 ; 3
1-0:2.8.4 ; 3
1-0:3.8.4 ; 3
1-0:4.8.4 ; 3
1-0:5.8.4 ; 3
1-0:8.8.4 ; 3
1-0:9.8.4 ; 3
1-0:10.8.4 ; 3
1-0:1.8.5 ; 3
1-0:2.8.5 ; 3
1-0:3.8.5 ; 3
1-0:4.8.5 ; 3
1-0:5.8.5 ; 3
1-0:8.8.5 ; 3
1-0:9.8.5 ; 3
1-0:10.8.5 ; 3
1-0:1.8.6 ; 3
1-0:2.8.6 ; 3
1-0:3.8.6 ; 3
1-0:4.8.6 ; 3
1-0:5.8.6 ; 3
1-0:8.8.6 ; 3
1-0:9.8.6 ; 3
1-0:10.8.6 ; 3
1-0:1.8.7 ; 3
1-0:2.8.7 ; 3
1-0:3.8.7 ; 3
1-0:4.8.7 ; 3
1-0:5.8.7 ; 3
1-0:8.8.7 ; 3
1-0:9.8.7 ; 3
1-0:10.8.7 ; 3
1-0:1.8.8 ; 3
1-0:2.8.8 ; 3
1-0:3.8.8 ; 3
1-0:4.8.8 ; 3
1-0:5.8.8 ; 3
1-0:8.8.8 ; 3
1-0:9.8.8 ; 3
1-0:10.8.8 ; 3
1-0:1.9.0 ; 3
1-0:3.9.0 ; 3
1-0:9.9.0 ; 3
1-0:2.9.0 ; 3
1-0:4.9.0 ; 3
1-0:10.9.0 ; 3
0-0:94.96.3 ;  ; Power restores, all phases
0-0:94.96.4 ;  ; Power restores L1
0-0:94.96.5 ;  ; Power restores L2
0-0:94.96.6 ;  ; Power restores L3
0-0:94.96.2 ;  ; Storage failure time
0-0:94.96.10 ;  ; Program configuration
0-0:94.96.11 ;  ; Program configuration status
0-0:94.96.12 ;  ; Data transport security mode
`;
