/**
 * Electricity (A = 1): quantities in group C, processing in group D, what group E means
 * (Blue Book part 1, clause 7.5). How names are made of them is told in obis-names.ts.
 */

/** Group C: unit ; meaning of group E ; English ; German ; unit, English and German of the energy, where it has one. */
export const electricityQuantities = `
1 ; 27 ; tariff ; Active power import (+P) ; Wirkleistung Bezug (+P) ; 30 ; Active energy import (+A) ; Wirkenergie Bezug (+A)
2 ; 27 ; tariff ; Active power export (-P) ; Wirkleistung Lieferung (-P) ; 30 ; Active energy export (-A) ; Wirkenergie Lieferung (-A)
3 ; 29 ; tariff ; Reactive power import (+Q) ; Blindleistung Bezug (+Q) ; 32 ; Reactive energy import (+R) ; Blindenergie Bezug (+R)
4 ; 29 ; tariff ; Reactive power export (-Q) ; Blindleistung Lieferung (-Q) ; 32 ; Reactive energy export (-R) ; Blindenergie Lieferung (-R)
5 ; 29 ; tariff ; Reactive power QI ; Blindleistung QI ; 32 ; Reactive energy QI ; Blindenergie QI
6 ; 29 ; tariff ; Reactive power QII ; Blindleistung QII ; 32 ; Reactive energy QII ; Blindenergie QII
7 ; 29 ; tariff ; Reactive power QIII ; Blindleistung QIII ; 32 ; Reactive energy QIII ; Blindenergie QIII
8 ; 29 ; tariff ; Reactive power QIV ; Blindleistung QIV ; 32 ; Reactive energy QIV ; Blindenergie QIV
9 ; 28 ; tariff ; Apparent power import (+S) ; Scheinleistung Bezug (+S) ; 31 ; Apparent energy import (+VA) ; Scheinenergie Bezug (+VA)
10 ; 28 ; tariff ; Apparent power export (-S) ; Scheinleistung Lieferung (-S) ; 31 ; Apparent energy export (-VA) ; Scheinenergie Lieferung (-VA)
11 ; 33 ; harmonics ; Current (any phase) ; Strom (beliebige Phase)
12 ; 35 ; harmonics ; Voltage (any phase) ; Spannung (beliebige Phase)
13 ; 255 ; tariff ; Power factor ; Leistungsfaktor
14 ; 44 ; tariff ; Frequency ; Netzfrequenz
15 ; 27 ; tariff+harmonics ; Active power absolute sum (|+P|+|-P|) ; Wirkleistung Betragssumme (|+P|+|-P|) ; 30 ; Active energy absolute sum (|+A|+|-A|) ; Wirkenergie Betragssumme (|+A|+|-A|)
16 ; 27 ; tariff ; Active power net (|+P|-|-P|) ; Wirkleistung Saldo (|+P|-|-P|) ; 30 ; Active energy net (|+A|-|-A|) ; Wirkenergie Saldo (|+A|-|-A|)
17 ; 27 ; tariff ; Active power QI ; Wirkleistung QI ; 30 ; Active energy QI ; Wirkenergie QI
18 ; 27 ; tariff ; Active power QII ; Wirkleistung QII ; 30 ; Active energy QII ; Wirkenergie QII
19 ; 27 ; tariff ; Active power QIII ; Wirkleistung QIII ; 30 ; Active energy QIII ; Wirkenergie QIII
20 ; 27 ; tariff ; Active power QIV ; Wirkleistung QIV ; 30 ; Active energy QIV ; Wirkenergie QIV
21 ; 27 ; tariff ; Active power import (+P) L1 ; Wirkleistung Bezug (+P) L1 ; 30 ; Active energy import (+A) L1 ; Wirkenergie Bezug (+A) L1
22 ; 27 ; tariff ; Active power export (-P) L1 ; Wirkleistung Lieferung (-P) L1 ; 30 ; Active energy export (-A) L1 ; Wirkenergie Lieferung (-A) L1
23 ; 29 ; tariff ; Reactive power import (+Q) L1 ; Blindleistung Bezug (+Q) L1 ; 32 ; Reactive energy import (+R) L1 ; Blindenergie Bezug (+R) L1
24 ; 29 ; tariff ; Reactive power export (-Q) L1 ; Blindleistung Lieferung (-Q) L1 ; 32 ; Reactive energy export (-R) L1 ; Blindenergie Lieferung (-R) L1
25 ; 29 ; tariff ; Reactive power QI L1 ; Blindleistung QI L1 ; 32 ; Reactive energy QI L1 ; Blindenergie QI L1
26 ; 29 ; tariff ; Reactive power QII L1 ; Blindleistung QII L1 ; 32 ; Reactive energy QII L1 ; Blindenergie QII L1
27 ; 29 ; tariff ; Reactive power QIII L1 ; Blindleistung QIII L1 ; 32 ; Reactive energy QIII L1 ; Blindenergie QIII L1
28 ; 29 ; tariff ; Reactive power QIV L1 ; Blindleistung QIV L1 ; 32 ; Reactive energy QIV L1 ; Blindenergie QIV L1
29 ; 28 ; tariff ; Apparent power import (+S) L1 ; Scheinleistung Bezug (+S) L1 ; 31 ; Apparent energy import (+VA) L1 ; Scheinenergie Bezug (+VA) L1
30 ; 28 ; tariff ; Apparent power export (-S) L1 ; Scheinleistung Lieferung (-S) L1 ; 31 ; Apparent energy export (-VA) L1 ; Scheinenergie Lieferung (-VA) L1
31 ; 33 ; harmonics ; Current L1 ; Strom L1
32 ; 35 ; harmonics ; Voltage L1 ; Spannung L1
33 ; 255 ; tariff ; Power factor L1 ; Leistungsfaktor L1
34 ; 44 ; tariff ; Frequency L1 ; Netzfrequenz L1
35 ; 27 ; tariff+harmonics ; Active power absolute sum (|+P|+|-P|) L1 ; Wirkleistung Betragssumme (|+P|+|-P|) L1 ; 30 ; Active energy absolute sum (|+A|+|-A|) L1 ; Wirkenergie Betragssumme (|+A|+|-A|) L1
36 ; 27 ; tariff ; Active power net (|+P|-|-P|) L1 ; Wirkleistung Saldo (|+P|-|-P|) L1 ; 30 ; Active energy net (|+A|-|-A|) L1 ; Wirkenergie Saldo (|+A|-|-A|) L1
37 ; 27 ; tariff ; Active power QI L1 ; Wirkleistung QI L1 ; 30 ; Active energy QI L1 ; Wirkenergie QI L1
38 ; 27 ; tariff ; Active power QII L1 ; Wirkleistung QII L1 ; 30 ; Active energy QII L1 ; Wirkenergie QII L1
39 ; 27 ; tariff ; Active power QIII L1 ; Wirkleistung QIII L1 ; 30 ; Active energy QIII L1 ; Wirkenergie QIII L1
40 ; 27 ; tariff ; Active power QIV L1 ; Wirkleistung QIV L1 ; 30 ; Active energy QIV L1 ; Wirkenergie QIV L1
41 ; 27 ; tariff ; Active power import (+P) L2 ; Wirkleistung Bezug (+P) L2 ; 30 ; Active energy import (+A) L2 ; Wirkenergie Bezug (+A) L2
42 ; 27 ; tariff ; Active power export (-P) L2 ; Wirkleistung Lieferung (-P) L2 ; 30 ; Active energy export (-A) L2 ; Wirkenergie Lieferung (-A) L2
43 ; 29 ; tariff ; Reactive power import (+Q) L2 ; Blindleistung Bezug (+Q) L2 ; 32 ; Reactive energy import (+R) L2 ; Blindenergie Bezug (+R) L2
44 ; 29 ; tariff ; Reactive power export (-Q) L2 ; Blindleistung Lieferung (-Q) L2 ; 32 ; Reactive energy export (-R) L2 ; Blindenergie Lieferung (-R) L2
45 ; 29 ; tariff ; Reactive power QI L2 ; Blindleistung QI L2 ; 32 ; Reactive energy QI L2 ; Blindenergie QI L2
46 ; 29 ; tariff ; Reactive power QII L2 ; Blindleistung QII L2 ; 32 ; Reactive energy QII L2 ; Blindenergie QII L2
47 ; 29 ; tariff ; Reactive power QIII L2 ; Blindleistung QIII L2 ; 32 ; Reactive energy QIII L2 ; Blindenergie QIII L2
48 ; 29 ; tariff ; Reactive power QIV L2 ; Blindleistung QIV L2 ; 32 ; Reactive energy QIV L2 ; Blindenergie QIV L2
49 ; 28 ; tariff ; Apparent power import (+S) L2 ; Scheinleistung Bezug (+S) L2 ; 31 ; Apparent energy import (+VA) L2 ; Scheinenergie Bezug (+VA) L2
50 ; 28 ; tariff ; Apparent power export (-S) L2 ; Scheinleistung Lieferung (-S) L2 ; 31 ; Apparent energy export (-VA) L2 ; Scheinenergie Lieferung (-VA) L2
51 ; 33 ; harmonics ; Current L2 ; Strom L2
52 ; 35 ; harmonics ; Voltage L2 ; Spannung L2
53 ; 255 ; tariff ; Power factor L2 ; Leistungsfaktor L2
54 ; 44 ; tariff ; Frequency L2 ; Netzfrequenz L2
55 ; 27 ; tariff+harmonics ; Active power absolute sum (|+P|+|-P|) L2 ; Wirkleistung Betragssumme (|+P|+|-P|) L2 ; 30 ; Active energy absolute sum (|+A|+|-A|) L2 ; Wirkenergie Betragssumme (|+A|+|-A|) L2
56 ; 27 ; tariff ; Active power net (|+P|-|-P|) L2 ; Wirkleistung Saldo (|+P|-|-P|) L2 ; 30 ; Active energy net (|+A|-|-A|) L2 ; Wirkenergie Saldo (|+A|-|-A|) L2
57 ; 27 ; tariff ; Active power QI L2 ; Wirkleistung QI L2 ; 30 ; Active energy QI L2 ; Wirkenergie QI L2
58 ; 27 ; tariff ; Active power QII L2 ; Wirkleistung QII L2 ; 30 ; Active energy QII L2 ; Wirkenergie QII L2
59 ; 27 ; tariff ; Active power QIII L2 ; Wirkleistung QIII L2 ; 30 ; Active energy QIII L2 ; Wirkenergie QIII L2
60 ; 27 ; tariff ; Active power QIV L2 ; Wirkleistung QIV L2 ; 30 ; Active energy QIV L2 ; Wirkenergie QIV L2
61 ; 27 ; tariff ; Active power import (+P) L3 ; Wirkleistung Bezug (+P) L3 ; 30 ; Active energy import (+A) L3 ; Wirkenergie Bezug (+A) L3
62 ; 27 ; tariff ; Active power export (-P) L3 ; Wirkleistung Lieferung (-P) L3 ; 30 ; Active energy export (-A) L3 ; Wirkenergie Lieferung (-A) L3
63 ; 29 ; tariff ; Reactive power import (+Q) L3 ; Blindleistung Bezug (+Q) L3 ; 32 ; Reactive energy import (+R) L3 ; Blindenergie Bezug (+R) L3
64 ; 29 ; tariff ; Reactive power export (-Q) L3 ; Blindleistung Lieferung (-Q) L3 ; 32 ; Reactive energy export (-R) L3 ; Blindenergie Lieferung (-R) L3
65 ; 29 ; tariff ; Reactive power QI L3 ; Blindleistung QI L3 ; 32 ; Reactive energy QI L3 ; Blindenergie QI L3
66 ; 29 ; tariff ; Reactive power QII L3 ; Blindleistung QII L3 ; 32 ; Reactive energy QII L3 ; Blindenergie QII L3
67 ; 29 ; tariff ; Reactive power QIII L3 ; Blindleistung QIII L3 ; 32 ; Reactive energy QIII L3 ; Blindenergie QIII L3
68 ; 29 ; tariff ; Reactive power QIV L3 ; Blindleistung QIV L3 ; 32 ; Reactive energy QIV L3 ; Blindenergie QIV L3
69 ; 28 ; tariff ; Apparent power import (+S) L3 ; Scheinleistung Bezug (+S) L3 ; 31 ; Apparent energy import (+VA) L3 ; Scheinenergie Bezug (+VA) L3
70 ; 28 ; tariff ; Apparent power export (-S) L3 ; Scheinleistung Lieferung (-S) L3 ; 31 ; Apparent energy export (-VA) L3 ; Scheinenergie Lieferung (-VA) L3
71 ; 33 ; harmonics ; Current L3 ; Strom L3
72 ; 35 ; harmonics ; Voltage L3 ; Spannung L3
73 ; 255 ; tariff ; Power factor L3 ; Leistungsfaktor L3
74 ; 44 ; tariff ; Frequency L3 ; Netzfrequenz L3
75 ; 27 ; tariff+harmonics ; Active power absolute sum (|+P|+|-P|) L3 ; Wirkleistung Betragssumme (|+P|+|-P|) L3 ; 30 ; Active energy absolute sum (|+A|+|-A|) L3 ; Wirkenergie Betragssumme (|+A|+|-A|) L3
76 ; 27 ; tariff ; Active power net (|+P|-|-P|) L3 ; Wirkleistung Saldo (|+P|-|-P|) L3 ; 30 ; Active energy net (|+A|-|-A|) L3 ; Wirkenergie Saldo (|+A|-|-A|) L3
77 ; 27 ; tariff ; Active power QI L3 ; Wirkleistung QI L3 ; 30 ; Active energy QI L3 ; Wirkenergie QI L3
78 ; 27 ; tariff ; Active power QII L3 ; Wirkleistung QII L3 ; 30 ; Active energy QII L3 ; Wirkenergie QII L3
79 ; 27 ; tariff ; Active power QIII L3 ; Wirkleistung QIII L3 ; 30 ; Active energy QIII L3 ; Wirkenergie QIII L3
80 ; 27 ; tariff ; Active power QIV L3 ; Wirkleistung QIV L3 ; 30 ; Active energy QIV L3 ; Wirkenergie QIV L3
81 ; 8 ; angle ; Phase angle ; Phasenwinkel
82 ; 255 ; tariff ; Unitless quantity (pulses or pieces) ; Einheitenlose Größe (Impulse oder Stück) ; 255 ; Unitless quantity (pulses or pieces) ; Einheitenlose Größe (Impulse oder Stück)
83 ; 27 ; losses ; Transformer and line losses ; Transformator- und Leitungsverluste ; 30 ; Transformer and line losses ; Transformator- und Leitungsverluste
84 ; 255 ; tariff ; Power factor export (PF-) ; Leistungsfaktor Lieferung (PF-)
85 ; 255 ; tariff ; Power factor export (PF-) L1 ; Leistungsfaktor Lieferung (PF-) L1
86 ; 255 ; tariff ; Power factor export (PF-) L2 ; Leistungsfaktor Lieferung (PF-) L2
87 ; 255 ; tariff ; Power factor export (PF-) L3 ; Leistungsfaktor Lieferung (PF-) L3
88 ; 255 ; tariff ; Ampere-squared ; Quadratampere ; 49 ; Ampere-squared hours (QI+QII+QIII+QIV) ; Quadratamperestunden (QI+QII+QIII+QIV)
89 ; 255 ; tariff ; Volt-squared ; Quadratvolt ; 48 ; Volt-squared hours (QI+QII+QIII+QIV) ; Quadratvoltstunden (QI+QII+QIII+QIV)
90 ; 33 ; harmonics ; Current sum of all phases ; Summenstrom aller Phasen
91 ; 33 ; harmonics ; Neutral current (L0) ; Neutralleiterstrom (L0)
92 ; 35 ; harmonics ; Neutral voltage (L0) ; Neutralleiterspannung (L0)
100 ; 29 ; tariff ; Reactive power inductive (QI+QIII) ; Blindleistung induktiv (QI+QIII) ; 32 ; Reactive energy inductive (QI+QIII) ; Blindenergie induktiv (QI+QIII)
101 ; 29 ; tariff ; Reactive power inductive (QI+QIII) L1 ; Blindleistung induktiv (QI+QIII) L1 ; 32 ; Reactive energy inductive (QI+QIII) L1 ; Blindenergie induktiv (QI+QIII) L1
102 ; 29 ; tariff ; Reactive power inductive (QI+QIII) L2 ; Blindleistung induktiv (QI+QIII) L2 ; 32 ; Reactive energy inductive (QI+QIII) L2 ; Blindenergie induktiv (QI+QIII) L2
103 ; 29 ; tariff ; Reactive power inductive (QI+QIII) L3 ; Blindleistung induktiv (QI+QIII) L3 ; 32 ; Reactive energy inductive (QI+QIII) L3 ; Blindenergie induktiv (QI+QIII) L3
104 ; 29 ; tariff ; Reactive power capacitive (QII+QIV) ; Blindleistung kapazitiv (QII+QIV) ; 32 ; Reactive energy capacitive (QII+QIV) ; Blindenergie kapazitiv (QII+QIV)
105 ; 29 ; tariff ; Reactive power capacitive (QII+QIV) L1 ; Blindleistung kapazitiv (QII+QIV) L1 ; 32 ; Reactive energy capacitive (QII+QIV) L1 ; Blindenergie kapazitiv (QII+QIV) L1
106 ; 29 ; tariff ; Reactive power capacitive (QII+QIV) L2 ; Blindleistung kapazitiv (QII+QIV) L2 ; 32 ; Reactive energy capacitive (QII+QIV) L2 ; Blindenergie kapazitiv (QII+QIV) L2
107 ; 29 ; tariff ; Reactive power capacitive (QII+QIV) L3 ; Blindleistung kapazitiv (QII+QIV) L3 ; 32 ; Reactive energy capacitive (QII+QIV) L3 ; Blindenergie kapazitiv (QII+QIV) L3
112 ; 29 ; distortion ; Distortion power ; Verzerrungsleistung ; 32 ; Distortion energy ; Verzerrungsenergie
113 ; 29 ; distortion ; Distortion power L1 ; Verzerrungsleistung L1 ; 32 ; Distortion energy L1 ; Verzerrungsenergie L1
114 ; 29 ; distortion ; Distortion power L2 ; Verzerrungsleistung L2 ; 32 ; Distortion energy L2 ; Verzerrungsenergie L2
115 ; 29 ; distortion ; Distortion power L3 ; Verzerrungsleistung L3 ; 32 ; Distortion energy L3 ; Verzerrungsenergie L3
124 ; 35 ; harmonics ; Line voltage L1-L2 ; Leiterspannung L1-L2
125 ; 35 ; harmonics ; Line voltage L2-L3 ; Leiterspannung L2-L3
126 ; 35 ; harmonics ; Line voltage L3-L1 ; Leiterspannung L3-L1
`;

/** Group C of direct current (A = 2), in the same form; the other groups are those of alternating current. */
export const directCurrentQuantities = `
1 ; 27 ; tariff ; Power import (+P) ; Leistung Bezug (+P) ; 30 ; Energy import (+A) ; Energie Bezug (+A)
2 ; 27 ; tariff ; Power export (-P) ; Leistung Lieferung (-P) ; 30 ; Energy export (-A) ; Energie Lieferung (-A)
11 ; 33 ; tariff ; Current ; Strom
12 ; 35 ; tariff ; Voltage, high to low ; Spannung, Plus gegen Minus
92 ; 35 ; tariff ; Voltage, low to ground ; Spannung, Minus gegen Erde
`;

/** Group D: kind ; scheme ; meaning of group F ; unit over that of the quantity ; classes ; English ; German. */
export const electricityProcessing = `
0 ; average ;  ; billing ;  ; 3 4 ; billing period average ; Mittelwert der Abrechnungsperiode
1 ; cumulative ; 1 ; billing ;  ; 3 4 ; cumulative minimum 1 ; kumuliertes Minimum 1
2 ; cumulative ; 1 ; billing ;  ; 3 4 ; cumulative maximum 1 ; kumuliertes Maximum 1
3 ; minimum ; 1 ; billing ;  ; 3 4 ; minimum 1 ; Minimum 1
4 ; average ; 1 ; none ;  ; 3 4 5 ; current average 1 ; aktueller Mittelwert 1
5 ; average ; 1 ; none ;  ; 3 4 5 ; last average 1 ; letzter Mittelwert 1
6 ; maximum ; 1 ; billing ;  ; 3 4 ; maximum 1 ; Maximum 1
7 ; instantaneous ;  ; none ;  ; 3 4 ; instantaneous ; Momentanwert
8 ; integral ; 1 ; billing ;  ; 3 4
9 ; integral ; 2 ; billing ;  ; 3 4 ; current billing period ; laufende Abrechnungsperiode
10 ; integral ; 3 ; billing ;  ; 3 4 ; above threshold ; über Schwellwert
11 ; cumulative ; 2 ; billing ;  ; 3 4 ; cumulative minimum 2 ; kumuliertes Minimum 2
12 ; cumulative ; 2 ; billing ;  ; 3 4 ; cumulative maximum 2 ; kumuliertes Maximum 2
13 ; minimum ; 2 ; billing ;  ; 3 4 ; minimum 2 ; Minimum 2
14 ; average ; 2 ; none ;  ; 3 4 5 ; current average 2 ; aktueller Mittelwert 2
15 ; average ; 2 ; none ;  ; 3 4 5 ; last average 2 ; letzter Mittelwert 2
16 ; maximum ; 2 ; billing ;  ; 3 4 ; maximum 2 ; Maximum 2
17 ; integral ; 7 ; none ;  ; 3 4 ; up to last recording period 1 ; bis zur letzten Erfassungsperiode 1
18 ; integral ; 8 ; none ;  ; 3 4 ; up to last recording period 2 ; bis zur letzten Erfassungsperiode 2
19 ; integral ; 9 ; none ;  ; 3 4 ; billing period up to last recording period 1 ; Abrechnungsperiode bis zur letzten Erfassungsperiode 1
20 ; integral ; 10 ; none ;  ; 3 4 ; billing period up to last recording period 2 ; Abrechnungsperiode bis zur letzten Erfassungsperiode 2
21 ; cumulative ; 3 ; billing ;  ; 3 4 ; cumulative minimum 3 ; kumuliertes Minimum 3
22 ; cumulative ; 3 ; billing ;  ; 3 4 ; cumulative maximum 3 ; kumuliertes Maximum 3
23 ; minimum ; 3 ; billing ;  ; 3 4 ; minimum 3 ; Minimum 3
24 ; average ; 3 ; none ;  ; 3 4 5 ; current average 3 ; aktueller Mittelwert 3
25 ; average ; 3 ; none ;  ; 3 4 5 ; last average 3 ; letzter Mittelwert 3
26 ; maximum ; 3 ; billing ;  ; 3 4 ; maximum 3 ; Maximum 3
27 ; average ; 5 ; none ;  ; 5 3 4 ; current average 5 (recording interval 1) ; aktueller Mittelwert 5 (Erfassungsperiode 1)
28 ; average ; 6 ; none ;  ; 5 3 4 ; current average 6 (recording interval 2) ; aktueller Mittelwert 6 (Erfassungsperiode 2)
29 ; integral ; 5 ; none ;  ; 3 4 ; in recording interval 1 ; in Erfassungsperiode 1
30 ; integral ; 6 ; none ;  ; 3 4 ; in recording interval 2 ; in Erfassungsperiode 2
31 ; threshold ;  ; threshold ;  ; 1 3 4 21 ; under limit threshold ; Unterschreitung: Schwelle
32 ; counter ;  ; billing ; 255 ; 1 3 4 ; under limit occurrence counter ; Unterschreitung: Anzahl
33 ; duration ;  ; billing ; 7 ; 1 3 4 ; under limit duration ; Unterschreitung: Dauer
34 ; magnitude ;  ; billing ;  ; 1 3 4 ; under limit magnitude ; Unterschreitung: Betrag
35 ; threshold ;  ; threshold ;  ; 1 3 4 21 ; over limit threshold ; Überschreitung: Schwelle
36 ; counter ;  ; billing ; 255 ; 1 3 4 ; over limit occurrence counter ; Überschreitung: Anzahl
37 ; duration ;  ; billing ; 7 ; 1 3 4 ; over limit duration ; Überschreitung: Dauer
38 ; magnitude ;  ; billing ;  ; 1 3 4 ; over limit magnitude ; Überschreitung: Betrag
39 ; threshold ;  ; threshold ;  ; 1 3 4 21 ; missing threshold ; Ausfall: Schwelle
40 ; counter ;  ; billing ; 255 ; 1 3 4 ; missing occurrence counter ; Ausfall: Anzahl
41 ; duration ;  ; billing ; 7 ; 1 3 4 ; missing duration ; Ausfall: Dauer
42 ; magnitude ;  ; billing ;  ; 1 3 4 ; missing magnitude ; Ausfall: Betrag
43 ; timeThreshold ;  ; none ; 7 ; 1 3 4 ; time threshold for under limit ; Unterschreitung: Zeitschwelle
44 ; timeThreshold ;  ; none ; 7 ; 1 3 4 ; time threshold for over limit ; Überschreitung: Zeitschwelle
45 ; timeThreshold ;  ; none ; 7 ; 1 3 4 ; time threshold for missing ; Ausfall: Zeitschwelle
46 ; contracted ;  ; none ;  ; 3 4 ; contracted value ; Vertragswert
49 ; average ;  ; none ;  ; 3 4 ; average of recording interval 1 ; Mittelwert der Erfassungsperiode 1
50 ; average ;  ; none ;  ; 3 4 ; average of recording interval 2 ; Mittelwert der Erfassungsperiode 2
51 ; minimum ;  ; none ;  ; 3 4 ; minimum of recording interval 1 ; Minimum der Erfassungsperiode 1
52 ; minimum ;  ; none ;  ; 3 4 ; minimum of recording interval 2 ; Minimum der Erfassungsperiode 2
53 ; maximum ;  ; none ;  ; 3 4 ; maximum of recording interval 1 ; Maximum der Erfassungsperiode 1
54 ; maximum ;  ; none ;  ; 3 4 ; maximum of recording interval 2 ; Maximum der Erfassungsperiode 2
55 ; average ; 4 ; none ;  ; 3 4 ; test average ; Prüfmittelwert
56 ; average ; 4 ; none ;  ; 3 4 ; current average 4 (harmonics) ; aktueller Mittelwert 4 (Oberschwingungen)
58 ; integral ; 4 ; none ;  ; 3 4 ; test integral ; Prüfintegral
`;

/** Group E of the losses, C = 83: unit ; unit of the energy ; English ; German. */
export const electricityLosses = `
1 ; 27 ; 30 ; Active line losses + ; Wirkverluste Leitung +
2 ; 27 ; 30 ; Active line losses - ; Wirkverluste Leitung -
3 ; 27 ; 30 ; Active line losses ; Wirkverluste Leitung
4 ; 27 ; 30 ; Active transformer losses + ; Wirkverluste Transformator +
5 ; 27 ; 30 ; Active transformer losses - ; Wirkverluste Transformator -
6 ; 27 ; 30 ; Active transformer losses ; Wirkverluste Transformator
7 ; 27 ; 30 ; Active losses + ; Wirkverluste gesamt +
8 ; 27 ; 30 ; Active losses - ; Wirkverluste gesamt -
9 ; 27 ; 30 ; Active losses ; Wirkverluste gesamt
10 ; 29 ; 32 ; Reactive line losses + ; Blindverluste Leitung +
11 ; 29 ; 32 ; Reactive line losses - ; Blindverluste Leitung -
12 ; 29 ; 32 ; Reactive line losses ; Blindverluste Leitung
13 ; 29 ; 32 ; Reactive transformer losses + ; Blindverluste Transformator +
14 ; 29 ; 32 ; Reactive transformer losses - ; Blindverluste Transformator -
15 ; 29 ; 32 ; Reactive transformer losses ; Blindverluste Transformator
16 ; 29 ; 32 ; Reactive losses + ; Blindverluste gesamt +
17 ; 29 ; 32 ; Reactive losses - ; Blindverluste gesamt -
18 ; 29 ; 32 ; Reactive losses ; Blindverluste gesamt
31 ; 27 ; 30 ; Active line losses + L1 ; Wirkverluste Leitung + L1
32 ; 27 ; 30 ; Active line losses - L1 ; Wirkverluste Leitung - L1
33 ; 27 ; 30 ; Active line losses L1 ; Wirkverluste Leitung L1
34 ; 27 ; 30 ; Active transformer losses + L1 ; Wirkverluste Transformator + L1
35 ; 27 ; 30 ; Active transformer losses - L1 ; Wirkverluste Transformator - L1
36 ; 27 ; 30 ; Active transformer losses L1 ; Wirkverluste Transformator L1
37 ; 27 ; 30 ; Active losses + L1 ; Wirkverluste gesamt + L1
38 ; 27 ; 30 ; Active losses - L1 ; Wirkverluste gesamt - L1
39 ; 27 ; 30 ; Active losses L1 ; Wirkverluste gesamt L1
40 ; 29 ; 32 ; Reactive line losses + L1 ; Blindverluste Leitung + L1
41 ; 29 ; 32 ; Reactive line losses - L1 ; Blindverluste Leitung - L1
42 ; 29 ; 32 ; Reactive line losses L1 ; Blindverluste Leitung L1
43 ; 29 ; 32 ; Reactive transformer losses + L1 ; Blindverluste Transformator + L1
44 ; 29 ; 32 ; Reactive transformer losses - L1 ; Blindverluste Transformator - L1
45 ; 29 ; 32 ; Reactive transformer losses L1 ; Blindverluste Transformator L1
46 ; 29 ; 32 ; Reactive losses + L1 ; Blindverluste gesamt + L1
47 ; 29 ; 32 ; Reactive losses - L1 ; Blindverluste gesamt - L1
48 ; 29 ; 32 ; Reactive losses L1 ; Blindverluste gesamt L1
49 ;  ; 49 ; Ampere-squared hours L1 ; Quadratamperestunden L1
50 ;  ; 48 ; Volt-squared hours L1 ; Quadratvoltstunden L1
51 ; 27 ; 30 ; Active line losses + L2 ; Wirkverluste Leitung + L2
52 ; 27 ; 30 ; Active line losses - L2 ; Wirkverluste Leitung - L2
53 ; 27 ; 30 ; Active line losses L2 ; Wirkverluste Leitung L2
54 ; 27 ; 30 ; Active transformer losses + L2 ; Wirkverluste Transformator + L2
55 ; 27 ; 30 ; Active transformer losses - L2 ; Wirkverluste Transformator - L2
56 ; 27 ; 30 ; Active transformer losses L2 ; Wirkverluste Transformator L2
57 ; 27 ; 30 ; Active losses + L2 ; Wirkverluste gesamt + L2
58 ; 27 ; 30 ; Active losses - L2 ; Wirkverluste gesamt - L2
59 ; 27 ; 30 ; Active losses L2 ; Wirkverluste gesamt L2
60 ; 29 ; 32 ; Reactive line losses + L2 ; Blindverluste Leitung + L2
61 ; 29 ; 32 ; Reactive line losses - L2 ; Blindverluste Leitung - L2
62 ; 29 ; 32 ; Reactive line losses L2 ; Blindverluste Leitung L2
63 ; 29 ; 32 ; Reactive transformer losses + L2 ; Blindverluste Transformator + L2
64 ; 29 ; 32 ; Reactive transformer losses - L2 ; Blindverluste Transformator - L2
65 ; 29 ; 32 ; Reactive transformer losses L2 ; Blindverluste Transformator L2
66 ; 29 ; 32 ; Reactive losses + L2 ; Blindverluste gesamt + L2
67 ; 29 ; 32 ; Reactive losses - L2 ; Blindverluste gesamt - L2
68 ; 29 ; 32 ; Reactive losses L2 ; Blindverluste gesamt L2
69 ;  ; 49 ; Ampere-squared hours L2 ; Quadratamperestunden L2
70 ;  ; 48 ; Volt-squared hours L2 ; Quadratvoltstunden L2
71 ; 27 ; 30 ; Active line losses + L3 ; Wirkverluste Leitung + L3
72 ; 27 ; 30 ; Active line losses - L3 ; Wirkverluste Leitung - L3
73 ; 27 ; 30 ; Active line losses L3 ; Wirkverluste Leitung L3
74 ; 27 ; 30 ; Active transformer losses + L3 ; Wirkverluste Transformator + L3
75 ; 27 ; 30 ; Active transformer losses - L3 ; Wirkverluste Transformator - L3
76 ; 27 ; 30 ; Active transformer losses L3 ; Wirkverluste Transformator L3
77 ; 27 ; 30 ; Active losses + L3 ; Wirkverluste gesamt + L3
78 ; 27 ; 30 ; Active losses - L3 ; Wirkverluste gesamt - L3
79 ; 27 ; 30 ; Active losses L3 ; Wirkverluste gesamt L3
80 ; 29 ; 32 ; Reactive line losses + L3 ; Blindverluste Leitung + L3
81 ; 29 ; 32 ; Reactive line losses - L3 ; Blindverluste Leitung - L3
82 ; 29 ; 32 ; Reactive line losses L3 ; Blindverluste Leitung L3
83 ; 29 ; 32 ; Reactive transformer losses + L3 ; Blindverluste Transformator + L3
84 ; 29 ; 32 ; Reactive transformer losses - L3 ; Blindverluste Transformator - L3
85 ; 29 ; 32 ; Reactive transformer losses L3 ; Blindverluste Transformator L3
86 ; 29 ; 32 ; Reactive losses + L3 ; Blindverluste gesamt + L3
87 ; 29 ; 32 ; Reactive losses - L3 ; Blindverluste gesamt - L3
88 ; 29 ; 32 ; Reactive losses L3 ; Blindverluste gesamt L3
89 ;  ; 49 ; Ampere-squared hours L3 ; Quadratamperestunden L3
90 ;  ; 48 ; Volt-squared hours L3 ; Quadratvoltstunden L3
19 ; 27 ; 30 ; Total transformer losses, normalised (RFe = 1 MOhm) ; Transformatorverluste, normiert (RFe = 1 MOhm)
20 ; 27 ; 30 ; Total line losses, normalised (RCu = 1 Ohm) ; Leitungsverluste, normiert (RCu = 1 Ohm)
21 ; 27 ; 30 ; Compensated active gross + ; Kompensiert Wirk brutto +
22 ; 27 ; 30 ; Compensated active net + ; Kompensiert Wirk netto +
23 ; 27 ; 30 ; Compensated active gross - ; Kompensiert Wirk brutto -
24 ; 27 ; 30 ; Compensated active net - ; Kompensiert Wirk netto -
25 ; 29 ; 32 ; Compensated reactive gross + ; Kompensiert Blind brutto +
26 ; 29 ; 32 ; Compensated reactive net + ; Kompensiert Blind netto +
27 ; 29 ; 32 ; Compensated reactive gross - ; Kompensiert Blind brutto -
28 ; 29 ; 32 ; Compensated reactive net - ; Kompensiert Blind netto -
`;

/** Group E of voltage dips by depth and duration (D = 32): English ; German. E = 0 is the plain counter. */
export const voltageDips = `
1 ; dips 10-15 %, 100-500 ms ; Einbrüche 10-15 %, 100-500 ms
2 ; dips 10-15 %, 0.5-1 s ; Einbrüche 10-15 %, 0,5-1 s
3 ; dips 10-15 %, 1-3 s ; Einbrüche 10-15 %, 1-3 s
4 ; dips 10-15 %, 3-20 s ; Einbrüche 10-15 %, 3-20 s
5 ; dips 10-15 %, 20-60 s ; Einbrüche 10-15 %, 20-60 s
10 ; dips 15-30 %, 10-100 ms ; Einbrüche 15-30 %, 10-100 ms
11 ; dips 15-30 %, 100-500 ms ; Einbrüche 15-30 %, 100-500 ms
12 ; dips 15-30 %, 0.5-1 s ; Einbrüche 15-30 %, 0,5-1 s
13 ; dips 15-30 %, 1-3 s ; Einbrüche 15-30 %, 1-3 s
14 ; dips 15-30 %, 3-20 s ; Einbrüche 15-30 %, 3-20 s
15 ; dips 15-30 %, 20-60 s ; Einbrüche 15-30 %, 20-60 s
20 ; dips 30-60 %, 10-100 ms ; Einbrüche 30-60 %, 10-100 ms
21 ; dips 30-60 %, 100-500 ms ; Einbrüche 30-60 %, 100-500 ms
22 ; dips 30-60 %, 0.5-1 s ; Einbrüche 30-60 %, 0,5-1 s
23 ; dips 30-60 %, 1-3 s ; Einbrüche 30-60 %, 1-3 s
24 ; dips 30-60 %, 3-20 s ; Einbrüche 30-60 %, 3-20 s
25 ; dips 30-60 %, 20-60 s ; Einbrüche 30-60 %, 20-60 s
30 ; dips 60-90 %, 10-100 ms ; Einbrüche 60-90 %, 10-100 ms
31 ; dips 60-90 %, 100-500 ms ; Einbrüche 60-90 %, 100-500 ms
32 ; dips 60-90 %, 0.5-1 s ; Einbrüche 60-90 %, 0,5-1 s
33 ; dips 60-90 %, 1-3 s ; Einbrüche 60-90 %, 1-3 s
34 ; dips 60-90 %, 3-20 s ; Einbrüche 60-90 %, 3-20 s
35 ; dips 60-90 %, 20-60 s ; Einbrüche 60-90 %, 20-60 s
40 ; dips 90-99 %, 10-100 ms ; Einbrüche 90-99 %, 10-100 ms
41 ; dips 90-99 %, 100-500 ms ; Einbrüche 90-99 %, 100-500 ms
42 ; dips 90-99 %, 0.5-1 s ; Einbrüche 90-99 %, 0,5-1 s
43 ; dips 90-99 %, 1-3 s ; Einbrüche 90-99 %, 1-3 s
44 ; dips 90-99 %, 3-20 s ; Einbrüche 90-99 %, 3-20 s
45 ; dips 90-99 %, 20-60 s ; Einbrüche 90-99 %, 20-60 s
`;

/** Group E of harmonics that are not simply numbered: English ; German. */
export const harmonicWords = `
1 ; fundamental ; Grundschwingung
124 ; THD ; THD
125 ; TDD ; TDD
126 ; all harmonics ; alle Oberschwingungen
127 ; all harmonics to nominal ; alle Oberschwingungen zum Nennwert
`;

/** Quantities with voltage dips. */
export const dipQuantities = [12, 32, 52, 72, 124, 125, 126];

/** Values of D that go with harmonics. */
export const harmonicProcessing = [4, 5, 7, 14, 15, 24, 25, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 56];

/** The same for powers, where E is otherwise the tariff. */
export const harmonicPowerProcessing = [7, 24, 56];

/** Axes of phase angles (C = 81): E = 10 * reference + measured. */
export const angleAxes: Readonly<Record<number, string>> = {
  0: 'U(L1)',
  1: 'U(L2)',
  2: 'U(L3)',
  4: 'I(L1)',
  5: 'I(L2)',
  6: 'I(L3)',
  7: 'I(L0)',
};
