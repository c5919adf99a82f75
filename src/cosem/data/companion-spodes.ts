/**
 * Objects that GOST R 58940 (SPODES) names.
 * Names that follow from the OBIS rules are left out: obis-names.ts makes them.
 */

/** Code ; classes ; name where it is the list's own. A letter b is any M-Bus channel. */
export const spodesObjects = `
0-0:10.0.128 ;  ; Freeze frame script table
0-0:16.1.1 ;  ; Alarm monitor, load relay
0-0:22.0.0 ;  ; HDLC setup, optical port
0-1:22.0.0 ;  ; HDLC setup, RS-485
0-2:22.0.0 ;  ; HDLC setup, GSM
0-0:40.0.1 ;  ; Association, public client
0-0:40.0.2 ;  ; Association, meter reader
0-0:40.0.3 ;  ; Association, configurator
0-0:94.7.1 ;  ; Passport data profile
0-0:96.4.1 ;  ; Display backlight mode
0-0:96.4.3 ;  ; Load relay lock state
0-0:96.5.132 ;  ; Phase sequence control
0-0:96.8.10 ;  ; Duration of failure or overvoltage
0-0:96.12.4 ;  ; Interface channel number
0-0:96.15.0 ;  ; Load relay opening counter
0-0:97.98.0 ;  ; Alarm register, push
0-0:97.98.1 ;  ; Alarm register, load relay
0-0:97.98.10 ;  ; Alarm filter, push
0-0:97.98.11 ;  ; Alarm filter, load relay
0-0:96.3.20 ;  ; Load relay arbitrator
0-0:17.0.0 ;  ; Limiter, power
0-0:17.0.1 ;  ; Limiter, current
0-0:17.0.2 ;  ; Limiter, voltage
0-0:17.0.3 ;  ; Limiter, magnetic field
0-0:17.0.4 ;  ; Limiter, differential current
0-0:17.0.5 ;  ; Limiter, temperature
0-0:96.1.0 ;  ; Serial number
0-0:96.1.1 ;  ; Meter type
0-0:96.1.2 ;  ; Metrological firmware version
0-0:96.1.3 ;  ; Manufacturer name
0-0:96.1.4 ;  ; Production date
0-0:96.1.5 ;  ; Remote display serial number
0-0:96.1.6 ;  ; SPODES version
0-0:96.1.7 ;  ; Connection scheme
0-0:96.1.8 ;  ; Non-metrological firmware ID
0-0:96.1.9 ;  ; Device ID
0-0:96.1.10 ;  ; Metering point data
0-0:99.98.0 ;  ; Log, voltage
0-0:99.98.1 ;  ; Log, current
0-0:99.98.2 ;  ; Log, switching
0-0:99.98.3 ;  ; Log, parameter changes
0-0:99.98.4 ;  ; Log, external influence
0-0:99.98.5 ;  ; Log, communication
0-0:99.98.6 ;  ; Log, access control
0-0:99.98.7 ;  ; Log, self-diagnosis
0-0:99.98.8 ;  ; Log, reactive factor
0-0:99.98.9 ;  ; Log, power quality
0-0:99.98.10 ;  ; Log, input/output state
0-0:99.98.12 ;  ; Log, reactive factor limit
0-0:99.98.13 ;  ; Log, time correction
0-0:99.98.14 ;  ; Log, start of year
0-0:99.98.15 ;  ; Log, power quality of billing period
0-0:99.98.16 ;  ; Log, power control
0-0:99.98.17 ;  ; Log, battery
0-0:99.98.18 ;  ; Log, load relay lock
0-0:99.98.19 ;  ; Log, temperature
0-0:99.98.20 ;  ; Log, voltage deviation L1
0-0:99.98.21 ;  ; Log, voltage deviation L2
0-0:99.98.22 ;  ; Log, voltage deviation L3
0-0:99.98.23 ;  ; Log, line voltage deviation L1-L2
0-0:99.98.24 ;  ; Log, line voltage deviation L2-L3
0-0:99.98.25 ;  ; Log, line voltage deviation L3-L1
0-0:99.98.26 ;  ; Log, overvoltage
0-0:99.98.27 ;  ; Log, voltage interruption
0-0:99.98.28 ;  ; Log, abnormal network state
0-0:96.11.0 ;  ; Event code, voltage
0-0:96.11.1 ;  ; Event code, current
0-0:96.11.2 ;  ; Event code, switching
0-0:96.11.3 ;  ; Event code, parameter changes
0-0:96.11.4 ;  ; Event code, external influence
0-0:96.11.5 ;  ; Event code, communication
0-0:96.11.6 ;  ; Event code, access control
0-0:96.11.7 ;  ; Event code, self-diagnosis
0-0:96.11.8 ;  ; Event code, reactive factor
0-0:96.51.0 ;  ; Case opening sensor state
0-0:96.51.1 ;  ; Terminal cover sensor state
0-0:96.51.3 ;  ; Magnetic field sensor state
0-0:96.51.4 ;  ; HF field sensor state
0-0:96.51.5 ;  ; Recorded seal events
0-0:96.51.6 ;  ; Press electronic seals
0-0:96.51.7 ;  ; Clear recorded magnet and HF events
0-0:96.51.8 ;  ; First case opening time
0-0:96.51.9 ;  ; First terminal cover opening time
1-0:94.7.0 ;  ; Current values profile
1-0:94.7.1 ;  ; Scaler profile, monthly
1-0:94.7.2 ;  ; Scaler profile, daily
1-0:94.7.3 ;  ; Scaler profile, current values
1-0:94.7.4 ;  ; Scaler profile, load profiles
1-0:94.7.5 ;  ; Telemetry measurements profile
1-0:94.7.6 ;  ; Telemetry signals profile
1-0:98.1.0 ;  ; Monthly profile
1-0:98.2.0 ;  ; Daily profile
1-0:99.1.0 ;  ; Load profile 1
1-0:99.2.0 ;  ; Load profile 2
1-0:91.7.131 ;  ; Differential current, instantaneous
1-0:91.7.132 ;  ; Differential current in percent, instantaneous
1-0:124.7.0 ;  ; Line voltage L1-L2, instantaneous
1-0:125.7.0 ;  ; Line voltage L2-L3, instantaneous
1-0:126.7.0 ;  ; Line voltage L3-L1, instantaneous
1-0:128.7.0 ;  ; Reactive factor tan phi L1
1-0:129.7.0 ;  ; Reactive factor tan phi L2
1-0:130.7.0 ;  ; Reactive factor tan phi L3
1-0:131.7.0 ;  ; Reactive factor tan phi
1-0:133.7.0 ;  ; Voltage unbalance factor, negative sequence
1-0:147.133.0 ;  ; Total voltage deviation time in billing period
1-0:148.36.0 ;  ; Number of overvoltages in billing period
1-0:12.134.0 ;  ; Voltage limit level
1-0:11.134.0 ;  ; Current limit level
1-0:32.128.0 ;  ; Voltage L1, positive deviation
1-0:32.129.0 ;  ; Voltage L1, negative deviation
1-0:52.128.0 ;  ; Voltage L2, positive deviation
1-0:52.129.0 ;  ; Voltage L2, negative deviation
1-0:72.128.0 ;  ; Voltage L3, positive deviation
1-0:72.129.0 ;  ; Voltage L3, negative deviation
`;
