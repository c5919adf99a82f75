/**
 * Event codes of GOST R 58940 (SPODES). Higher codes are extensions of single vendors.
 */

/** `@` begins a log: key ; log object ; object of the event code ; names. Then code ; English ; German. */
export const spodesEvents = `
@ voltage ; 0-0:99.98.0 ; 0-0:96.11.0 ; Voltage log
1 ; Phase L1 voltage interruption, start
2 ; Phase L1 voltage recovery
3 ; Phase L2 voltage interruption, start
4 ; Phase L2 voltage recovery
5 ; Phase L3 voltage interruption, start
6 ; Phase L3 voltage recovery
7 ; Overvoltage of any phase, start
8 ; Overvoltage of any phase, end
9 ; Undervoltage of any phase, start
10 ; Undervoltage of any phase, end
11 ; Negative sequence voltage unbalance, start
12 ; Negative sequence voltage unbalance, end
13 ; Phase L1 overvoltage, start
14 ; Phase L1 overvoltage, end
15 ; Phase L2 overvoltage, start
16 ; Phase L2 overvoltage, end
17 ; Phase L3 overvoltage, start
18 ; Phase L3 overvoltage, end
19 ; Phase L1 voltage dip, start
20 ; Phase L1 voltage dip, end
21 ; Phase L2 voltage dip, start
22 ; Phase L2 voltage dip, end
23 ; Phase L3 voltage dip, start
24 ; Phase L3 voltage dip, end
25 ; Wrong phase sequence, start
26 ; Wrong phase sequence, end
27 ; Voltage interruption
28 ; Voltage recovery
@ current ; 0-0:99.98.1 ; 0-0:96.11.1 ; Current log
1 ; Phase L1 export, start
2 ; Phase L1 export, end
3 ; Phase L2 export, start
4 ; Phase L2 export, end
5 ; Phase L3 export, start
6 ; Phase L3 export, end
7 ; Phase L1 current transformer open
8 ; Phase L1 current transformer restored
9 ; Phase L2 current transformer open
10 ; Phase L2 current transformer restored
11 ; Phase L3 current transformer open
12 ; Phase L3 current transformer restored
13 ; Current unbalance, start
14 ; Current unbalance, end
15 ; Current transformer short circuit, start
16 ; Current transformer short circuit, end
17 ; Overcurrent of any phase, start
18 ; Overcurrent of any phase, end
19 ; Phase L1 current without voltage, start
20 ; Phase L1 current without voltage, end
21 ; Phase L2 current without voltage, start
22 ; Phase L2 current without voltage, end
23 ; Phase L3 current without voltage, start
24 ; Phase L3 current without voltage, end
25 ; Phase L1 maximum current exceeded, start
26 ; Phase L1 maximum current exceeded, end
27 ; Phase L2 maximum current exceeded, start
28 ; Phase L2 maximum current exceeded, end
29 ; Phase L3 maximum current exceeded, start
30 ; Phase L3 maximum current exceeded, end
31 ; Current without voltage (neutral broken), start
32 ; Current without voltage (neutral broken), end
33 ; Reverse power in a one-way meter, start
34 ; Reverse power in a one-way meter, end
35 ; Unequal phase powers, start
36 ; Unequal phase powers, end
37 ; Current while load relay is off, start
38 ; Current while load relay is off, end
@ switching ; 0-0:99.98.2 ; 0-0:96.11.2 ; On/off and load relay log
1 ; Power down
2 ; Power up
3 ; Remote disconnection of the customer
4 ; Remote connection of the customer
5 ; Permission to connect received
6 ; Load relay switched off by the customer
7 ; Load relay switched on by the customer
8 ; Local disconnection: power limit
9 ; Local disconnection: maximum current
10 ; Local disconnection: magnetic field
11 ; Local disconnection: overvoltage
12 ; Local connection: voltage normal again
13 ; Local disconnection: current without voltage
14 ; Local disconnection: current unbalance
15 ; Local disconnection: temperature
16 ; Backup supply on
17 ; Backup supply off
18 ; Local disconnection: cover opened
19 ; Relay off: tariff energy limit
20 ; Relay on after power limit
21 ; Relay on after current limit
22 ; Relay on after current unbalance
23 ; Relay on: temperature normal again
24 ; Relay on: magnetic field gone
25 ; Relay off by arbitrator
26 ; Relay on by arbitrator
27 ; Relay on by physical lock
28 ; Relay off by physical lock
29 ; Complete loss of supply
@ programming ; 0-0:99.98.3 ; 0-0:96.11.3 ; Parameter change log
1 ; RS-485-1 address or speed changed
2 ; RS-485-2 address or speed changed
3 ; Time set
4 ; Daylight saving parameters changed
5 ; Season profile changed
6 ; Week profile changed
7 ; Day profile changed
8 ; Tariff activation date changed
9 ; Tariff schedule activated
10 ; Billing day and hour changed
11 ; Display parameters changed
12 ; Display auto-scroll changed
13 ; Low security password changed
14 ; High security password changed
15 ; Metering point data changed
16 ; Current transformer ratio changed
17 ; Voltage transformer ratio changed
18 ; Line loss parameters changed
19 ; Power limit for disconnection changed
20 ; Disconnection delay for power changed
21 ; Disconnection delay for current changed
22 ; Disconnection delay for voltage changed
23 ; Disconnection delay for magnetic field changed
24 ; Interruption threshold changed
25 ; Overvoltage threshold changed
26 ; Undervoltage threshold changed
27 ; Reactive factor threshold changed
28 ; Voltage unbalance threshold changed
29 ; Agreed voltage changed
30 ; Peak power integration interval changed
31 ; Profile 1 capture period changed
32 ; Profile 2 capture period changed
33 ; Display backlight mode changed
34 ; Pulse output 1 mode changed
35 ; Monthly log cleared
36 ; Daily log cleared
37 ; Voltage log cleared
38 ; Current log cleared
39 ; On/off log cleared
40 ; External influence log cleared
41 ; Communication log cleared
42 ; Access log cleared
43 ; Power quality log cleared
44 ; Reactive factor log cleared
45 ; Input/output log cleared
46 ; Profile 1 cleared
47 ; Profile 2 cleared
48 ; Profile 3 cleared
49 ; Special days table changed
50 ; Relay control mode changed
51 ; Reading stored in monthly log
52 ; Push mode changed
53 ; Low security unicast key changed
54 ; Low security broadcast key changed
55 ; High security unicast key changed
56 ; High security broadcast key changed
57 ; High security authentication key changed
58 ; Master key changed
59 ; Low security level changed
60 ; High security level changed
61 ; Remote display number changed
62 ; Active energy metering mode changed
63 ; Time set by satellite navigation
64 ; Neutral break disconnection mode changed
65 ; Firmware update
66 ; Current unbalance disconnection mode changed
67 ; Temperature disconnection mode changed
68 ; Time correction
69 ; Low security authentication key changed
70 ; Push flags cleared
71 ; HDLC time-out changed
72 ; Heavy load hours changed
73 ; Maximum control hours changed
74 ; Connection scheme changed
75 ; Pulse output 2 mode changed
76 ; Pulse output 3 mode changed
77 ; Pulse output 4 mode changed
78 ; Cover opening disconnection mode changed
79 ; Communication profile of ports changed
80 ; Monthly power quality log cleared
@ external ; 0-0:99.98.4 ; 0-0:96.11.4 ; External influence log
1 ; Magnetic field, start
2 ; Magnetic field, end
3 ; Electronic cover seal triggered
4 ; Electronic seal, plug
5 ; External sensor seal triggered
6 ; High frequency field, start
7 ; High frequency field, end
@ communication ; 0-0:99.98.5 ; 0-0:96.11.5 ; Communication log
1 ; Connection closed
2 ; Connection opened
@ access ; 0-0:99.98.6 ; 0-0:96.11.6 ; Access control log
1 ; Unauthorised access attempt
2 ; Protocol violation
3 ; Locked after wrong passwords
4 ; Firmware verification error
@ selfDiagnosis ; 0-0:99.98.7 ; 0-0:96.11.7 ; Self-diagnosis log
1 ; Device initialised
2 ; Measuring unit error
3 ; Measuring unit OK
4 ; Computing unit error
5 ; Real-time clock error
6 ; Real-time clock OK
7 ; Power supply error
8 ; Power supply OK
9 ; Display error
10 ; Display OK
11 ; Memory error
12 ; Memory OK
13 ; Program memory error
14 ; Program memory OK
15 ; Core clock error
16 ; Core clock OK
17 ; Clock oscillator error
18 ; Clock oscillator OK
19 ; Computing unit OK
@ reactivePower ; 0-0:99.98.8 ; 0-0:96.11.8 ; Reactive factor log
1 ; Threshold exceeded, start
2 ; Threshold exceeded, end
`;
