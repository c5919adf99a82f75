/**
 * Objects that Spanish utilities (PRIME/T5) names.
 * Names that follow from the OBIS rules are left out: obis-names.ts makes them.
 */

/** Code ; classes ; name where it is the list's own. A letter b is any M-Bus channel. */
export const spainObjects = `
1-1:94.34.1 ; 3 ; Clock invalid limit
0-1:94.34.1 ; 3 ; Active demand threshold, rate 1, contract 1
0-1:94.34.2 ; 3 ; Active demand threshold, rate 2, contract 1
0-1:94.34.3 ; 3 ; Active demand threshold, rate 3, contract 1
0-1:94.34.4 ; 3 ; Active demand threshold, rate 4, contract 1
0-1:94.34.21 ; 3 ; Active demand threshold, rate 1, contract 3
0-1:94.34.22 ; 3 ; Active demand threshold, rate 2, contract 3
0-1:94.34.23 ; 3 ; Active demand threshold, rate 3, contract 3
0-1:94.34.24 ; 3 ; Active demand threshold, rate 4, contract 3
0-1:94.34.11 ; 3 ; Passive demand threshold, rate 1, contract 1
0-1:94.34.12 ; 3 ; Passive demand threshold, rate 2, contract 1
0-1:94.34.13 ; 3 ; Passive demand threshold, rate 3, contract 1
0-1:94.34.14 ; 3 ; Passive demand threshold, rate 4, contract 1
0-1:94.34.41 ; 3 ; Passive demand threshold, rate 1, contract 3
0-1:94.34.42 ; 3 ; Passive demand threshold, rate 2, contract 3
0-1:94.34.43 ; 3 ; Passive demand threshold, rate 3, contract 3
0-1:94.34.44 ; 3 ; Passive demand threshold, rate 4, contract 3
0-0:94.34.41 ; 1 ; Passive end of billing period, contract 1
0-0:94.34.42 ; 1 ; Passive end of billing period, contract 2
0-0:94.34.43 ; 1 ; Passive end of billing period, contract 3
0-0:94.34.11 ; 1 ; Last billing reset time, contract 1
0-0:94.34.12 ; 1 ; Last billing reset time, contract 2
0-0:94.34.13 ; 1 ; Last billing reset time, contract 3
0-0:94.34.60 ; 3 ; Long power failure threshold
0-0:94.34.100 ; 3 ; Duration of current long failure, any phase
0-0:94.34.101 ; 3 ; Duration of current long failure, L1
0-0:94.34.102 ; 3 ; Duration of current long failure, L2
0-0:94.34.103 ; 3 ; Duration of current long failure, L3
0-0:94.34.80 ; 1 ; Trigger time for sags, swells and long failures
0-1:94.34.105 ; 1 ; Filter, standard event log
0-1:94.34.106 ; 1 ; Filter, fraud log
0-1:94.34.107 ; 1 ; Filter, power quality log (unfinished)
0-1:94.34.108 ; 1 ; Filter, power quality log (finished)
0-1:94.34.111 ; 1 ; Filter, import contract log
0-1:94.34.112 ; 1 ; Filter, firmware log
0-1:94.34.113 ; 1 ; Filter, synchronisation log
0-1:94.34.114 ; 1 ; Filter, disconnect log
0-1:94.34.115 ; 1 ; Filter, export contract log
0-1:94.34.20 ; 70 ; Previous disconnect control
0-1:94.34.30 ; 1 ; Import power over threshold
0-1:94.34.31 ; 3 ; Current import power threshold
0-1:94.34.32 ; 1 ; Export power over threshold
0-1:94.34.33 ; 3 ; Current export power threshold
0-0:94.34.70 ; 3 ; Demand close to contract threshold
0-0:94.34.110 ; 3 ; Display scroll time
0-0:94.34.51 ; 3 ; Session time-out, reading client
0-0:94.34.52 ; 3 ; Session time-out, management client
1-0:94.34.130 ; 1 ; Calendar activation time
1-0:94.34.90 ; 1 ; Number of sags, mean of phases
1-0:94.34.91 ; 3 ; Duration of sags, mean of phases
1-0:94.34.92 ; 1 ; Number of swells, mean of phases
1-0:94.34.93 ; 3 ; Duration of swells, mean of phases
1-1:94.34.100 ; 1 ; Active quadrant
1-1:94.34.101 ; 1 ; Active quadrant L1
1-1:94.34.102 ; 1 ; Active quadrant L2
1-1:94.34.103 ; 1 ; Active quadrant L3
1-1:94.34.104 ; 1 ; Phase presence
0-0:94.34.54 ; 3 ; Session time-out, security client (PLC)
0-0:94.34.55 ; 3 ; Session time-out, security client (PLC), current association
0-1:94.34.116 ; 1 ; Filter, successful security operations
0-1:94.34.117 ; 1 ; Filter, failed security operations
`;
