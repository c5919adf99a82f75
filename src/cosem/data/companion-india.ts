/**
 * Objects that IS 15959 names.
 * Names that follow from the OBIS rules are left out: obis-names.ts makes them.
 */

/** Code ; classes ; name where it is the list's own. A letter b is any M-Bus channel. */
export const indiaObjects = `
0-0:0.1.0 ; 1 ; Cumulative billing count
0-0:0.1.1 ; 1
0-0:42.0.0 ; 1
0-0:43.1.1 ; 1 ; Invocation counter, public client
0-0:43.1.2 ; 1 ; Invocation counter, meter reader
0-0:43.1.3 ; 1 ; Invocation counter, utility setting
0-0:43.1.4 ; 1 ; Invocation counter, push
0-0:43.1.5 ; 1 ; Invocation counter, firmware upgrade
0-0:43.1.6 ; 1 ; Invocation counter, in-home display
0-0:94.91.0 ; 1 ; Cumulative tamper count
0-0:94.91.9 ; 1 ; Meter type
0-0:94.91.11 ; 1 ; Meter category
0-0:94.91.12 ; 1 ; Current rating
0-0:94.91.18 ; 1 ; Event status word 1
0-0:94.91.26 ; 1 ; Event status word filter
0-0:94.96.19 ; 1 ; Metering mode
0-0:94.96.20 ; 1 ; Payment mode
0-0:94.96.21 ; 1 ; Last token recharge amount
0-0:94.96.22 ; 1 ; Last token recharge time
0-0:94.96.23 ; 1 ; Total amount at last recharge
0-0:94.96.24 ; 1 ; Current balance amount
0-0:94.96.25 ; 1 ; Current balance time
0-0:96.1.0 ; 1 ; Meter serial number
0-0:96.1.1 ; 1 ; Manufacturer name
0-0:96.1.2 ; 1 ; Device ID
0-0:96.1.4 ; 1 ; Year of manufacture
0-0:96.2.0 ; 1 ; Cumulative programming count
0-0:96.7.0 ; 1
0-0:96.10.1 ; 1 ; Meter health indicator
0-0:96.11.0 ; 1 ; Voltage related event code
0-0:96.11.1 ; 1 ; Current related event code
0-0:96.11.2 ; 1 ; Power related event code
0-0:96.11.3 ; 1 ; Transaction event code
0-0:96.11.4 ; 1 ; Other tamper event code
0-0:96.11.5 ; 1 ; Non-rollover event code
0-0:96.11.6 ; 1 ; Control event code
0-0:96.15.0 ; 1 ; Voltage related event sequence number
0-0:96.15.1 ; 1 ; Current related event sequence number
0-0:96.15.2 ; 1 ; Power related event sequence number
0-0:96.15.3 ; 1 ; Transaction event sequence number
0-0:96.15.4 ; 1 ; Other tamper event sequence number
0-0:96.15.5 ; 1 ; Non-rollover event sequence number
0-0:96.15.6 ; 1 ; Control event sequence number
0-0:96.15.128 ; 1 ; Tamper count in billing period
0-0:97.98.0 ; 1
1-0:0.2.0 ; 1 ; Meter firmware version
1-0:0.4.2 ; 1
1-0:0.4.3 ; 1
1-0:0.8.0 ; 1
1-0:0.8.4 ; 1
1-0:96.128.25 ; 1 ; Active relay time
1-0:96.128.30 ; 1 ; Passive relay time
0-0:0.1.2 ; 3 ; Billing date
0-0:94.91.8 ; 3 ; Cumulative power failure duration
0-0:94.91.13 ; 3 ; Power-on duration in billing period
0-0:94.91.14 ; 3 ; Cumulative power-on duration
0-0:96.9.0 ; 3
1-0:1.7.0 ; 3
1-0:1.8.0 ; 3
1-0:1.8.1 ; 3
1-0:1.8.2 ; 3
1-0:1.8.3 ; 3
1-0:1.8.4 ; 3
1-0:1.8.5 ; 3
1-0:1.8.6 ; 3
1-0:1.8.7 ; 3
1-0:1.8.8 ; 3
1-0:1.9.0 ; 3
1-0:1.29.0 ; 3 ; Block active energy import
1-0:2.8.0 ; 3
1-0:2.8.1 ; 3
1-0:2.8.2 ; 3
1-0:2.8.3 ; 3
1-0:2.8.4 ; 3
1-0:2.8.5 ; 3
1-0:2.8.6 ; 3
1-0:2.8.7 ; 3
1-0:2.8.8 ; 3
1-0:2.29.0 ; 3 ; Block active energy export
1-0:3.7.0 ; 3 ; Signed reactive power
1-0:5.8.0 ; 3
1-0:5.29.0 ; 3
1-0:6.8.0 ; 3
1-0:6.29.0 ; 3
1-0:7.8.0 ; 3
1-0:7.29.0 ; 3
1-0:8.8.0 ; 3
1-0:8.29.0 ; 3
1-0:9.7.0 ; 3
1-0:9.8.0 ; 3
1-0:9.8.1 ; 3
1-0:9.8.2 ; 3
1-0:9.8.3 ; 3
1-0:9.8.4 ; 3
1-0:9.8.5 ; 3
1-0:9.8.6 ; 3
1-0:9.8.7 ; 3
1-0:9.8.8 ; 3
1-0:9.29.0 ; 3 ; Block apparent energy import
1-0:10.8.0 ; 3
1-0:10.8.1 ; 3
1-0:10.8.2 ; 3
1-0:10.8.3 ; 3
1-0:10.8.4 ; 3
1-0:10.8.5 ; 3
1-0:10.8.6 ; 3
1-0:10.8.7 ; 3
1-0:10.8.8 ; 3
1-0:10.29.0 ; 3 ; Block apparent energy export
1-0:11.7.0 ; 3
1-0:11.27.0 ; 3
1-0:12.7.0 ; 3
1-0:12.27.0 ; 3
1-0:13.0.0 ; 3
1-0:13.7.0 ; 3 ; Signed power factor
1-0:14.7.0 ; 3
1-0:31.7.0 ; 3
1-0:31.27.0 ; 3
1-0:32.7.0 ; 3
1-0:32.27.0 ; 3
1-0:33.7.0 ; 3
1-0:51.7.0 ; 3
1-0:51.27.0 ; 3
1-0:52.7.0 ; 3
1-0:52.27.0 ; 3
1-0:53.7.0 ; 3
1-0:71.7.0 ; 3
1-0:71.27.0 ; 3
1-0:72.7.0 ; 3
1-0:72.27.0 ; 3
1-0:73.7.0 ; 3
1-0:81.7.1 ; 3
1-0:81.7.12 ; 3
1-0:81.7.2 ; 3
1-0:91.7.0 ; 3
1-0:94.91.14 ; 3 ; Phase or neutral current used for metering
1-0:1.6.0 ; 4
1-0:1.6.1 ; 4
1-0:1.6.2 ; 4
1-0:1.6.3 ; 4
1-0:1.6.4 ; 4
1-0:1.6.5 ; 4
1-0:1.6.6 ; 4
1-0:1.6.7 ; 4
1-0:1.6.8 ; 4
1-0:2.6.0 ; 4
1-0:2.6.1 ; 4
1-0:2.6.2 ; 4
1-0:2.6.3 ; 4
1-0:2.6.4 ; 4
1-0:2.6.5 ; 4
1-0:2.6.6 ; 4
1-0:2.6.7 ; 4
1-0:2.6.8 ; 4
1-0:9.6.0 ; 4
1-0:9.6.1 ; 4
1-0:9.6.2 ; 4
1-0:9.6.3 ; 4
1-0:9.6.4 ; 4
1-0:9.6.5 ; 4
1-0:9.6.6 ; 4
1-0:9.6.7 ; 4
1-0:9.6.8 ; 4
1-0:10.6.0 ; 4
1-0:10.6.1 ; 4
1-0:10.6.2 ; 4
1-0:10.6.3 ; 4
1-0:10.6.4 ; 4
1-0:10.6.5 ; 4
1-0:10.6.6 ; 4
1-0:10.6.7 ; 4
1-0:10.6.8 ; 4
0-1:96.12.5 ; 4 ; Average signal strength
0-0:94.91.10 ; 7 ; Name plate profile
0-0:99.98.0 ; 7 ; Voltage related event log
0-0:99.98.1 ; 7 ; Current related event log
0-0:99.98.2 ; 7 ; Power related event log
0-0:99.98.3 ; 7 ; Transaction event log
0-0:99.98.4 ; 7 ; Other tamper event log
0-0:99.98.5 ; 7 ; Non-rollover event log
0-0:99.98.6 ; 7 ; Control event log
1-0:94.91.0 ; 7 ; Instantaneous profile
1-0:94.91.3 ; 7 ; Scaler profile, instantaneous
1-0:94.91.4 ; 7 ; Scaler profile, block load
1-0:94.91.5 ; 7 ; Scaler profile, daily load
1-0:94.91.6 ; 7 ; Scaler profile, billing
1-0:94.91.7 ; 7 ; Scaler profile, events
1-0:94.91.10 ; 7 ; Name plate details
1-0:98.1.0 ; 7 ; Billing profile
1-0:99.1.0 ; 7 ; Block load profile
1-0:99.2.0 ; 7 ; Daily load profile
0-0:1.0.0 ; 8
0-0:10.0.1 ; 9 ; Demand reset script
0-0:40.0.0 ; 15
0-0:40.0.1 ; 15 ; Association, public client
0-0:40.0.2 ; 15 ; Association, meter reader
0-0:40.0.3 ; 15 ; Association, utility setting
0-0:40.0.4 ; 15 ; Association, push
0-0:40.0.5 ; 15 ; Association, firmware upgrade
0-0:40.0.6 ; 15 ; Association, in-home display
0-0:44.0.0 ; 18
0-0:13.0.0 ; 20
0-0:15.0.0 ; 22
0-0:15.0.2 ; 22
0-0:15.0.4 ; 22
0-0:25.9.0 ; 40 ; Push setup, instantaneous
0-4:25.9.0 ; 40 ; Push setup, alert
0-0:25.9.1 ; 40 ; Push, periodic to head-end
0-0:25.9.2 ; 40 ; Utility message to display
0-0:25.9.3 ; 40 ; Consumer message to head-end
0-0:25.9.4 ; 40 ; Push, periodic to display
0-0:25.9.5 ; 40 ; Push, event to head-end
0-0:43.0.2 ; 64 ; Security setup, meter reader
0-0:43.0.3 ; 64 ; Security setup, utility setting
0-0:43.0.4 ; 64 ; Security setup, push
0-0:43.0.5 ; 64 ; Security setup, firmware upgrade
0-0:96.3.10 ; 70 ; Load limit / disconnect state
0-0:17.0.0 ; 71 ; Load limit value
`;
