/**
 * Gas (A = 7): volumes, flows, process values and factors with their own meanings of group D
 * (Blue Book part 1, clause 7.8), and the listed objects.
 */

/** Group C: unit ; scheme of group D ; English ; German. */
export const gasQuantities = `
1 ; 13 ; index ; Forward undisturbed meter volume ; Zählervolumen vorwärts ungestört
2 ; 13 ; index ; Forward disturbed meter volume ; Zählervolumen vorwärts gestört
3 ; 13 ; index ; Forward absolute meter volume ; Zählervolumen vorwärts absolut
4 ; 13 ; index ; Reverse undisturbed meter volume ; Zählervolumen rückwärts ungestört
5 ; 13 ; index ; Reverse disturbed meter volume ; Zählervolumen rückwärts gestört
6 ; 13 ; index ; Reverse absolute meter volume ; Zählervolumen rückwärts absolut
7 ; 13 ; index ; Forward absolute meter volume (encoder) ; Zählervolumen vorwärts absolut (Encoder)
8 ; 13 ; index ; Reverse absolute meter volume (encoder) ; Zählervolumen rückwärts absolut (Encoder)
11 ; 13 ; index ; Forward undisturbed converter volume ; Umwertervolumen vorwärts ungestört
12 ; 13 ; index ; Forward disturbed converter volume ; Umwertervolumen vorwärts gestört
13 ; 13 ; index ; Forward absolute converter volume ; Umwertervolumen vorwärts absolut
14 ; 13 ; index ; Reverse undisturbed converter volume ; Umwertervolumen rückwärts ungestört
15 ; 13 ; index ; Reverse disturbed converter volume ; Umwertervolumen rückwärts gestört
16 ; 13 ; index ; Reverse absolute converter volume ; Umwertervolumen rückwärts absolut
21 ; 13 ; index ; Forward undisturbed logger volume ; Datenspeichervolumen vorwärts ungestört
22 ; 13 ; index ; Forward disturbed logger volume ; Datenspeichervolumen vorwärts gestört
23 ; 13 ; index ; Forward absolute logger volume ; Datenspeichervolumen vorwärts absolut
24 ; 13 ; index ; Reverse undisturbed logger volume ; Datenspeichervolumen rückwärts ungestört
25 ; 13 ; index ; Reverse disturbed logger volume ; Datenspeichervolumen rückwärts gestört
26 ; 13 ; index ; Reverse absolute logger volume ; Datenspeichervolumen rückwärts absolut
31 ; 30 ; index ; Forward undisturbed energy ; Energie vorwärts ungestört
32 ; 30 ; index ; Forward disturbed energy ; Energie vorwärts gestört
33 ; 30 ; index ; Forward absolute energy ; Energie vorwärts absolut
34 ; 30 ; index ; Reverse undisturbed energy ; Energie rückwärts ungestört
35 ; 30 ; index ; Reverse disturbed energy ; Energie rückwärts gestört
36 ; 30 ; index ; Reverse absolute energy ; Energie rückwärts absolut
41 ; 52 ; process ; Absolute temperature ; Absolute Temperatur
42 ; 24 ; process ; Absolute pressure ; Absolutdruck
43 ; 15 ; flow ; Flow rate ; Durchfluss
44 ; 12 ; process ; Velocity of sound ; Schallgeschwindigkeit
45 ; 63 ; process ; Density of gas ; Gasdichte
46 ; 255 ; process ; Relative density ; Relative Dichte
47 ; 24 ; process ; Gauge pressure ; Überdruck
48 ; 24 ; process ; Differential pressure ; Differenzdruck
49 ; 63 ; process ; Density of air ; Luftdichte
51 ; 255 ; factor ; Correction factor ; Korrekturfaktor
52 ; 255 ; factor ; Conversion factor ; Zustandszahl (Umwertungsfaktor)
53 ; 255 ; factor ; Compressibility factor ; Kompressibilitätszahl
54 ; 61 ; factor ; Superior calorific value ; Brennwert
55 ; 255 ; factor ; Gas law deviation coefficient ; Realgasfaktorverhältnis (K-Zahl)
61 ; 20 ; index ; Forward undisturbed mass ; Masse vorwärts ungestört
62 ; 20 ; index ; Forward disturbed mass ; Masse vorwärts gestört
63 ; 20 ; index ; Forward absolute mass ; Masse vorwärts absolut
64 ; 20 ; index ; Reverse undisturbed mass ; Masse rückwärts ungestört
65 ; 20 ; index ; Reverse disturbed mass ; Masse rückwärts gestört
66 ; 20 ; index ; Reverse absolute mass ; Masse rückwärts absolut
70 ;  ; analysis ; Natural gas analysis ; Gasbeschaffenheit
`;

/** Group D, scheme index: meaning of group F ; English ; German. */
export const gasIndex = `
0 ; none ; metering conditions ; Betriebszustand
1 ; none ; corrected ; korrigiert
2 ; none ; base conditions ; Normzustand
3 ; none ; redundant value, metering conditions ; redundanter Wert, Betriebszustand
6 ; none ; index difference of current measurement period 1, metering conditions ; Differenz der laufenden Messperiode 1, Betriebszustand
7 ; none ; index difference of current measurement period 1, corrected ; Differenz der laufenden Messperiode 1, korrigiert
8 ; none ; index difference of current measurement period 1, base conditions ; Differenz der laufenden Messperiode 1, Normzustand
9 ; none ; index difference of last measurement period 1, metering conditions ; Differenz der letzten Messperiode 1, Betriebszustand
10 ; none ; index difference of last measurement period 1, corrected ; Differenz der letzten Messperiode 1, korrigiert
11 ; none ; index difference of last measurement period 1, base conditions ; Differenz der letzten Messperiode 1, Normzustand
12 ; none ; index difference of current measurement period 2, metering conditions ; Differenz der laufenden Messperiode 2, Betriebszustand
13 ; none ; index difference of current measurement period 2, corrected ; Differenz der laufenden Messperiode 2, korrigiert
14 ; none ; index difference of current measurement period 2, base conditions ; Differenz der laufenden Messperiode 2, Normzustand
15 ; none ; index difference of last measurement period 2, metering conditions ; Differenz der letzten Messperiode 2, Betriebszustand
16 ; none ; index difference of last measurement period 2, corrected ; Differenz der letzten Messperiode 2, korrigiert
17 ; none ; index difference of last measurement period 2, base conditions ; Differenz der letzten Messperiode 2, Normzustand
18 ; none ; index difference of current measurement period 3, metering conditions ; Differenz der laufenden Messperiode 3, Betriebszustand
19 ; none ; index difference of current measurement period 3, corrected ; Differenz der laufenden Messperiode 3, korrigiert
20 ; none ; index difference of current measurement period 3, base conditions ; Differenz der laufenden Messperiode 3, Normzustand
21 ; none ; index difference of last measurement period 3, metering conditions ; Differenz der letzten Messperiode 3, Betriebszustand
22 ; none ; index difference of last measurement period 3, corrected ; Differenz der letzten Messperiode 3, korrigiert
23 ; none ; index difference of last measurement period 3, base conditions ; Differenz der letzten Messperiode 3, Normzustand
24 ; billing ; index at end of billing period 1, metering conditions ; Stand am Ende der Abrechnungsperiode 1, Betriebszustand
25 ; billing ; index at end of billing period 1, corrected ; Stand am Ende der Abrechnungsperiode 1, korrigiert
26 ; billing ; index at end of billing period 1, base conditions ; Stand am Ende der Abrechnungsperiode 1, Normzustand
27 ; none ; index difference of current billing period 1, metering conditions ; Differenz der laufenden Abrechnungsperiode 1, Betriebszustand
28 ; none ; index difference of current billing period 1, corrected ; Differenz der laufenden Abrechnungsperiode 1, korrigiert
29 ; none ; index difference of current billing period 1, base conditions ; Differenz der laufenden Abrechnungsperiode 1, Normzustand
30 ; none ; index difference of last billing period 1, metering conditions ; Differenz der letzten Abrechnungsperiode 1, Betriebszustand
31 ; none ; index difference of last billing period 1, corrected ; Differenz der letzten Abrechnungsperiode 1, korrigiert
32 ; none ; index difference of last billing period 1, base conditions ; Differenz der letzten Abrechnungsperiode 1, Normzustand
33 ; billing ; maximum index difference over measurement period 1 in billing period 1, metering conditions ; größte Differenz je Messperiode 1 in Abrechnungsperiode 1, Betriebszustand
34 ; billing ; maximum index difference over measurement period 1 in billing period 1, corrected ; größte Differenz je Messperiode 1 in Abrechnungsperiode 1, korrigiert
35 ; billing ; maximum index difference over measurement period 1 in billing period 1, base conditions ; größte Differenz je Messperiode 1 in Abrechnungsperiode 1, Normzustand
36 ; billing ; maximum index difference over measurement period 2 in billing period 1, metering conditions ; größte Differenz je Messperiode 2 in Abrechnungsperiode 1, Betriebszustand
37 ; billing ; maximum index difference over measurement period 2 in billing period 1, corrected ; größte Differenz je Messperiode 2 in Abrechnungsperiode 1, korrigiert
38 ; billing ; maximum index difference over measurement period 2 in billing period 1, base conditions ; größte Differenz je Messperiode 2 in Abrechnungsperiode 1, Normzustand
39 ; billing ; maximum index difference over measurement period 3 in billing period 1, metering conditions ; größte Differenz je Messperiode 3 in Abrechnungsperiode 1, Betriebszustand
40 ; billing ; maximum index difference over measurement period 3 in billing period 1, corrected ; größte Differenz je Messperiode 3 in Abrechnungsperiode 1, korrigiert
41 ; billing ; maximum index difference over measurement period 3 in billing period 1, base conditions ; größte Differenz je Messperiode 3 in Abrechnungsperiode 1, Normzustand
42 ; billing ; index at end of billing period 2, metering conditions ; Stand am Ende der Abrechnungsperiode 2, Betriebszustand
43 ; billing ; index at end of billing period 2, corrected ; Stand am Ende der Abrechnungsperiode 2, korrigiert
44 ; billing ; index at end of billing period 2, base conditions ; Stand am Ende der Abrechnungsperiode 2, Normzustand
45 ; none ; index difference of current billing period 2, metering conditions ; Differenz der laufenden Abrechnungsperiode 2, Betriebszustand
46 ; none ; index difference of current billing period 2, corrected ; Differenz der laufenden Abrechnungsperiode 2, korrigiert
47 ; none ; index difference of current billing period 2, base conditions ; Differenz der laufenden Abrechnungsperiode 2, Normzustand
48 ; none ; index difference of last billing period 2, metering conditions ; Differenz der letzten Abrechnungsperiode 2, Betriebszustand
49 ; none ; index difference of last billing period 2, corrected ; Differenz der letzten Abrechnungsperiode 2, korrigiert
50 ; none ; index difference of last billing period 2, base conditions ; Differenz der letzten Abrechnungsperiode 2, Normzustand
51 ; billing ; maximum index difference over measurement period 1 in billing period 2, metering conditions ; größte Differenz je Messperiode 1 in Abrechnungsperiode 2, Betriebszustand
52 ; billing ; maximum index difference over measurement period 1 in billing period 2, corrected ; größte Differenz je Messperiode 1 in Abrechnungsperiode 2, korrigiert
53 ; billing ; maximum index difference over measurement period 1 in billing period 2, base conditions ; größte Differenz je Messperiode 1 in Abrechnungsperiode 2, Normzustand
54 ; billing ; maximum index difference over measurement period 2 in billing period 2, metering conditions ; größte Differenz je Messperiode 2 in Abrechnungsperiode 2, Betriebszustand
55 ; billing ; maximum index difference over measurement period 2 in billing period 2, corrected ; größte Differenz je Messperiode 2 in Abrechnungsperiode 2, korrigiert
56 ; billing ; maximum index difference over measurement period 2 in billing period 2, base conditions ; größte Differenz je Messperiode 2 in Abrechnungsperiode 2, Normzustand
57 ; billing ; maximum index difference over measurement period 3 in billing period 2, metering conditions ; größte Differenz je Messperiode 3 in Abrechnungsperiode 2, Betriebszustand
58 ; billing ; maximum index difference over measurement period 3 in billing period 2, corrected ; größte Differenz je Messperiode 3 in Abrechnungsperiode 2, korrigiert
59 ; billing ; maximum index difference over measurement period 3 in billing period 2, base conditions ; größte Differenz je Messperiode 3 in Abrechnungsperiode 2, Normzustand
60 ; billing ; maximum index difference over billing period 1 in billing period 2, metering conditions ; größte Differenz je Abrechnungsperiode 1 in Abrechnungsperiode 2, Betriebszustand
61 ; billing ; maximum index difference over billing period 1 in billing period 2, corrected ; größte Differenz je Abrechnungsperiode 1 in Abrechnungsperiode 2, korrigiert
62 ; billing ; maximum index difference over billing period 1 in billing period 2, base conditions ; größte Differenz je Abrechnungsperiode 1 in Abrechnungsperiode 2, Normzustand
63 ; billing ; index at end of billing period 3, metering conditions ; Stand am Ende der Abrechnungsperiode 3, Betriebszustand
64 ; billing ; index at end of billing period 3, corrected ; Stand am Ende der Abrechnungsperiode 3, korrigiert
65 ; billing ; index at end of billing period 3, base conditions ; Stand am Ende der Abrechnungsperiode 3, Normzustand
66 ; none ; index difference of current billing period 3, metering conditions ; Differenz der laufenden Abrechnungsperiode 3, Betriebszustand
67 ; none ; index difference of current billing period 3, corrected ; Differenz der laufenden Abrechnungsperiode 3, korrigiert
68 ; none ; index difference of current billing period 3, base conditions ; Differenz der laufenden Abrechnungsperiode 3, Normzustand
69 ; none ; index difference of last billing period 3, metering conditions ; Differenz der letzten Abrechnungsperiode 3, Betriebszustand
70 ; none ; index difference of last billing period 3, corrected ; Differenz der letzten Abrechnungsperiode 3, korrigiert
71 ; none ; index difference of last billing period 3, base conditions ; Differenz der letzten Abrechnungsperiode 3, Normzustand
72 ; billing ; maximum index difference over measurement period 1 in billing period 3, metering conditions ; größte Differenz je Messperiode 1 in Abrechnungsperiode 3, Betriebszustand
73 ; billing ; maximum index difference over measurement period 1 in billing period 3, corrected ; größte Differenz je Messperiode 1 in Abrechnungsperiode 3, korrigiert
74 ; billing ; maximum index difference over measurement period 1 in billing period 3, base conditions ; größte Differenz je Messperiode 1 in Abrechnungsperiode 3, Normzustand
75 ; billing ; maximum index difference over measurement period 2 in billing period 3, metering conditions ; größte Differenz je Messperiode 2 in Abrechnungsperiode 3, Betriebszustand
76 ; billing ; maximum index difference over measurement period 2 in billing period 3, corrected ; größte Differenz je Messperiode 2 in Abrechnungsperiode 3, korrigiert
77 ; billing ; maximum index difference over measurement period 2 in billing period 3, base conditions ; größte Differenz je Messperiode 2 in Abrechnungsperiode 3, Normzustand
78 ; billing ; maximum index difference over measurement period 3 in billing period 3, metering conditions ; größte Differenz je Messperiode 3 in Abrechnungsperiode 3, Betriebszustand
79 ; billing ; maximum index difference over measurement period 3 in billing period 3, corrected ; größte Differenz je Messperiode 3 in Abrechnungsperiode 3, korrigiert
80 ; billing ; maximum index difference over measurement period 3 in billing period 3, base conditions ; größte Differenz je Messperiode 3 in Abrechnungsperiode 3, Normzustand
81 ; billing ; index at end of billing period 4, metering conditions ; Stand am Ende der Abrechnungsperiode 4, Betriebszustand
82 ; billing ; index at end of billing period 4, corrected ; Stand am Ende der Abrechnungsperiode 4, korrigiert
83 ; billing ; index at end of billing period 4, base conditions ; Stand am Ende der Abrechnungsperiode 4, Normzustand
84 ; none ; index difference of current billing period 4, metering conditions ; Differenz der laufenden Abrechnungsperiode 4, Betriebszustand
85 ; none ; index difference of current billing period 4, corrected ; Differenz der laufenden Abrechnungsperiode 4, korrigiert
86 ; none ; index difference of current billing period 4, base conditions ; Differenz der laufenden Abrechnungsperiode 4, Normzustand
87 ; none ; index difference of last billing period 4, metering conditions ; Differenz der letzten Abrechnungsperiode 4, Betriebszustand
88 ; none ; index difference of last billing period 4, corrected ; Differenz der letzten Abrechnungsperiode 4, korrigiert
89 ; none ; index difference of last billing period 4, base conditions ; Differenz der letzten Abrechnungsperiode 4, Normzustand
90 ; billing ; maximum index difference over measurement period 1 in billing period 4, metering conditions ; größte Differenz je Messperiode 1 in Abrechnungsperiode 4, Betriebszustand
91 ; billing ; maximum index difference over measurement period 1 in billing period 4, corrected ; größte Differenz je Messperiode 1 in Abrechnungsperiode 4, korrigiert
92 ; billing ; maximum index difference over measurement period 1 in billing period 4, base conditions ; größte Differenz je Messperiode 1 in Abrechnungsperiode 4, Normzustand
93 ; billing ; maximum index difference over measurement period 2 in billing period 4, metering conditions ; größte Differenz je Messperiode 2 in Abrechnungsperiode 4, Betriebszustand
94 ; billing ; maximum index difference over measurement period 2 in billing period 4, corrected ; größte Differenz je Messperiode 2 in Abrechnungsperiode 4, korrigiert
95 ; billing ; maximum index difference over measurement period 2 in billing period 4, base conditions ; größte Differenz je Messperiode 2 in Abrechnungsperiode 4, Normzustand
96 ; billing ; maximum index difference over measurement period 3 in billing period 4, metering conditions ; größte Differenz je Messperiode 3 in Abrechnungsperiode 4, Betriebszustand
97 ; billing ; maximum index difference over measurement period 3 in billing period 4, corrected ; größte Differenz je Messperiode 3 in Abrechnungsperiode 4, korrigiert
98 ; billing ; maximum index difference over measurement period 3 in billing period 4, base conditions ; größte Differenz je Messperiode 3 in Abrechnungsperiode 4, Normzustand
`;

/** Group D, scheme flow: meaning of group F ; English ; German. */
export const gasFlow = `
0 ; none ; instantaneous, metering conditions ; Momentanwert, Betriebszustand
1 ; none ; instantaneous, corrected ; Momentanwert, korrigiert
2 ; none ; instantaneous, base conditions ; Momentanwert, Normzustand
13 ; none ; instantaneous, standard conditions ; Momentanwert, Standardzustand
15 ; none ; current average, averaging period 1, metering conditions ; aktueller Mittelwert, Mittelungsperiode 1, Betriebszustand
16 ; none ; current average, averaging period 1, corrected ; aktueller Mittelwert, Mittelungsperiode 1, korrigiert
17 ; none ; current average, averaging period 1, base conditions ; aktueller Mittelwert, Mittelungsperiode 1, Normzustand
18 ; none ; current average, averaging period 1, standard conditions ; aktueller Mittelwert, Mittelungsperiode 1, Standardzustand
19 ; none ; last average, averaging period 1, metering conditions ; letzter Mittelwert, Mittelungsperiode 1, Betriebszustand
20 ; none ; last average, averaging period 1, corrected ; letzter Mittelwert, Mittelungsperiode 1, korrigiert
21 ; none ; last average, averaging period 1, base conditions ; letzter Mittelwert, Mittelungsperiode 1, Normzustand
22 ; none ; last average, averaging period 1, standard conditions ; letzter Mittelwert, Mittelungsperiode 1, Standardzustand
23 ; none ; maximum of averaging period 1 in measurement period 2, metering conditions ; Maximum der Mittelungsperiode 1 in Messperiode 2, Betriebszustand
24 ; none ; maximum of averaging period 1 in measurement period 2, corrected ; Maximum der Mittelungsperiode 1 in Messperiode 2, korrigiert
25 ; none ; maximum of averaging period 1 in measurement period 2, base conditions ; Maximum der Mittelungsperiode 1 in Messperiode 2, Normzustand
26 ; none ; maximum of averaging period 1 in measurement period 2, standard conditions ; Maximum der Mittelungsperiode 1 in Messperiode 2, Standardzustand
27 ; none ; maximum of averaging period 1 in measurement period 3, metering conditions ; Maximum der Mittelungsperiode 1 in Messperiode 3, Betriebszustand
28 ; none ; maximum of averaging period 1 in measurement period 3, corrected ; Maximum der Mittelungsperiode 1 in Messperiode 3, korrigiert
29 ; none ; maximum of averaging period 1 in measurement period 3, base conditions ; Maximum der Mittelungsperiode 1 in Messperiode 3, Normzustand
30 ; none ; maximum of averaging period 1 in measurement period 3, standard conditions ; Maximum der Mittelungsperiode 1 in Messperiode 3, Standardzustand
31 ; billing ; maximum of averaging period 1 in billing period 1, metering conditions ; Maximum der Mittelungsperiode 1 in Abrechnungsperiode 1, Betriebszustand
32 ; billing ; maximum of averaging period 1 in billing period 1, corrected ; Maximum der Mittelungsperiode 1 in Abrechnungsperiode 1, korrigiert
33 ; billing ; maximum of averaging period 1 in billing period 1, base conditions ; Maximum der Mittelungsperiode 1 in Abrechnungsperiode 1, Normzustand
34 ; billing ; maximum of averaging period 1 in billing period 1, standard conditions ; Maximum der Mittelungsperiode 1 in Abrechnungsperiode 1, Standardzustand
35 ; none ; current average, averaging period 2, metering conditions ; aktueller Mittelwert, Mittelungsperiode 2, Betriebszustand
36 ; none ; current average, averaging period 2, corrected ; aktueller Mittelwert, Mittelungsperiode 2, korrigiert
37 ; none ; current average, averaging period 2, base conditions ; aktueller Mittelwert, Mittelungsperiode 2, Normzustand
38 ; none ; current average, averaging period 2, standard conditions ; aktueller Mittelwert, Mittelungsperiode 2, Standardzustand
39 ; none ; last average, averaging period 2, metering conditions ; letzter Mittelwert, Mittelungsperiode 2, Betriebszustand
40 ; none ; last average, averaging period 2, corrected ; letzter Mittelwert, Mittelungsperiode 2, korrigiert
41 ; none ; last average, averaging period 2, base conditions ; letzter Mittelwert, Mittelungsperiode 2, Normzustand
42 ; none ; last average, averaging period 2, standard conditions ; letzter Mittelwert, Mittelungsperiode 2, Standardzustand
43 ; none ; maximum of averaging period 2 in measurement period 2, metering conditions ; Maximum der Mittelungsperiode 2 in Messperiode 2, Betriebszustand
44 ; none ; maximum of averaging period 2 in measurement period 2, corrected ; Maximum der Mittelungsperiode 2 in Messperiode 2, korrigiert
45 ; none ; maximum of averaging period 2 in measurement period 2, base conditions ; Maximum der Mittelungsperiode 2 in Messperiode 2, Normzustand
46 ; none ; maximum of averaging period 2 in measurement period 2, standard conditions ; Maximum der Mittelungsperiode 2 in Messperiode 2, Standardzustand
47 ; none ; maximum of averaging period 2 in measurement period 3, metering conditions ; Maximum der Mittelungsperiode 2 in Messperiode 3, Betriebszustand
48 ; none ; maximum of averaging period 2 in measurement period 3, corrected ; Maximum der Mittelungsperiode 2 in Messperiode 3, korrigiert
49 ; none ; maximum of averaging period 2 in measurement period 3, base conditions ; Maximum der Mittelungsperiode 2 in Messperiode 3, Normzustand
50 ; none ; maximum of averaging period 2 in measurement period 3, standard conditions ; Maximum der Mittelungsperiode 2 in Messperiode 3, Standardzustand
51 ; billing ; maximum of averaging period 2 in billing period 1, metering conditions ; Maximum der Mittelungsperiode 2 in Abrechnungsperiode 1, Betriebszustand
52 ; billing ; maximum of averaging period 2 in billing period 1, corrected ; Maximum der Mittelungsperiode 2 in Abrechnungsperiode 1, korrigiert
53 ; billing ; maximum of averaging period 2 in billing period 1, base conditions ; Maximum der Mittelungsperiode 2 in Abrechnungsperiode 1, Normzustand
54 ; billing ; maximum of averaging period 2 in billing period 1, standard conditions ; Maximum der Mittelungsperiode 2 in Abrechnungsperiode 1, Standardzustand
55 ; none ; current average, averaging period 3, metering conditions ; aktueller Mittelwert, Mittelungsperiode 3, Betriebszustand
56 ; none ; current average, averaging period 3, corrected ; aktueller Mittelwert, Mittelungsperiode 3, korrigiert
57 ; none ; current average, averaging period 3, base conditions ; aktueller Mittelwert, Mittelungsperiode 3, Normzustand
58 ; none ; current average, averaging period 3, standard conditions ; aktueller Mittelwert, Mittelungsperiode 3, Standardzustand
59 ; none ; last average, averaging period 3, metering conditions ; letzter Mittelwert, Mittelungsperiode 3, Betriebszustand
60 ; none ; last average, averaging period 3, corrected ; letzter Mittelwert, Mittelungsperiode 3, korrigiert
61 ; none ; last average, averaging period 3, base conditions ; letzter Mittelwert, Mittelungsperiode 3, Normzustand
62 ; none ; last average, averaging period 3, standard conditions ; letzter Mittelwert, Mittelungsperiode 3, Standardzustand
63 ; none ; current average, averaging period 4, metering conditions ; aktueller Mittelwert, Mittelungsperiode 4, Betriebszustand
64 ; none ; current average, averaging period 4, corrected ; aktueller Mittelwert, Mittelungsperiode 4, korrigiert
65 ; none ; current average, averaging period 4, base conditions ; aktueller Mittelwert, Mittelungsperiode 4, Normzustand
66 ; none ; current average, averaging period 4, standard conditions ; aktueller Mittelwert, Mittelungsperiode 4, Standardzustand
67 ; none ; last average, averaging period 4, metering conditions ; letzter Mittelwert, Mittelungsperiode 4, Betriebszustand
68 ; none ; last average, averaging period 4, corrected ; letzter Mittelwert, Mittelungsperiode 4, korrigiert
69 ; none ; last average, averaging period 4, base conditions ; letzter Mittelwert, Mittelungsperiode 4, Normzustand
70 ; none ; last average, averaging period 4, standard conditions ; letzter Mittelwert, Mittelungsperiode 4, Standardzustand
`;

/** Group D, scheme process: meaning of group F ; English ; German. */
export const gasProcess = `
0 ; none ; metering conditions ; Betriebszustand
2 ; none ; base conditions ; Normzustand
3 ; none ; backup value ; Ersatzwert
10 ; none ; actual value ; Istwert
11 ; none ; preset value ; Vorgabewert
13 ; none ; standard conditions ; Standardzustand
15 ; none ; average of current process interval 1, metering conditions ; Mittelwert des laufenden Prozessintervalls 1, Betriebszustand
16 ; none ; average of current process interval 1, base conditions ; Mittelwert des laufenden Prozessintervalls 1, Normzustand
17 ; none ; average of current process interval 1, standard conditions ; Mittelwert des laufenden Prozessintervalls 1, Standardzustand
18 ; none ; minimum of current process interval 1, metering conditions ; Minimum des laufenden Prozessintervalls 1, Betriebszustand
19 ; none ; minimum of current process interval 1, base conditions ; Minimum des laufenden Prozessintervalls 1, Normzustand
20 ; none ; minimum of current process interval 1, standard conditions ; Minimum des laufenden Prozessintervalls 1, Standardzustand
21 ; none ; maximum of current process interval 1, metering conditions ; Maximum des laufenden Prozessintervalls 1, Betriebszustand
22 ; none ; maximum of current process interval 1, base conditions ; Maximum des laufenden Prozessintervalls 1, Normzustand
23 ; none ; maximum of current process interval 1, standard conditions ; Maximum des laufenden Prozessintervalls 1, Standardzustand
24 ; none ; average of last process interval 1, metering conditions ; Mittelwert des letzten Prozessintervalls 1, Betriebszustand
25 ; none ; average of last process interval 1, base conditions ; Mittelwert des letzten Prozessintervalls 1, Normzustand
26 ; none ; average of last process interval 1, standard conditions ; Mittelwert des letzten Prozessintervalls 1, Standardzustand
27 ; none ; minimum of last process interval 1, metering conditions ; Minimum des letzten Prozessintervalls 1, Betriebszustand
28 ; none ; minimum of last process interval 1, base conditions ; Minimum des letzten Prozessintervalls 1, Normzustand
29 ; none ; minimum of last process interval 1, standard conditions ; Minimum des letzten Prozessintervalls 1, Standardzustand
30 ; none ; maximum of last process interval 1, metering conditions ; Maximum des letzten Prozessintervalls 1, Betriebszustand
31 ; none ; maximum of last process interval 1, base conditions ; Maximum des letzten Prozessintervalls 1, Normzustand
32 ; none ; maximum of last process interval 1, standard conditions ; Maximum des letzten Prozessintervalls 1, Standardzustand
33 ; none ; average of current process interval 2, metering conditions ; Mittelwert des laufenden Prozessintervalls 2, Betriebszustand
34 ; none ; average of current process interval 2, base conditions ; Mittelwert des laufenden Prozessintervalls 2, Normzustand
35 ; none ; average of current process interval 2, standard conditions ; Mittelwert des laufenden Prozessintervalls 2, Standardzustand
36 ; none ; minimum of current process interval 2, metering conditions ; Minimum des laufenden Prozessintervalls 2, Betriebszustand
37 ; none ; minimum of current process interval 2, base conditions ; Minimum des laufenden Prozessintervalls 2, Normzustand
38 ; none ; minimum of current process interval 2, standard conditions ; Minimum des laufenden Prozessintervalls 2, Standardzustand
39 ; none ; maximum of current process interval 2, metering conditions ; Maximum des laufenden Prozessintervalls 2, Betriebszustand
40 ; none ; maximum of current process interval 2, base conditions ; Maximum des laufenden Prozessintervalls 2, Normzustand
41 ; none ; maximum of current process interval 2, standard conditions ; Maximum des laufenden Prozessintervalls 2, Standardzustand
42 ; none ; average of last process interval 2, metering conditions ; Mittelwert des letzten Prozessintervalls 2, Betriebszustand
43 ; none ; average of last process interval 2, base conditions ; Mittelwert des letzten Prozessintervalls 2, Normzustand
44 ; none ; average of last process interval 2, standard conditions ; Mittelwert des letzten Prozessintervalls 2, Standardzustand
45 ; none ; minimum of last process interval 2, metering conditions ; Minimum des letzten Prozessintervalls 2, Betriebszustand
46 ; none ; minimum of last process interval 2, base conditions ; Minimum des letzten Prozessintervalls 2, Normzustand
47 ; none ; minimum of last process interval 2, standard conditions ; Minimum des letzten Prozessintervalls 2, Standardzustand
48 ; none ; maximum of last process interval 2, metering conditions ; Maximum des letzten Prozessintervalls 2, Betriebszustand
49 ; none ; maximum of last process interval 2, base conditions ; Maximum des letzten Prozessintervalls 2, Normzustand
50 ; none ; maximum of last process interval 2, standard conditions ; Maximum des letzten Prozessintervalls 2, Standardzustand
51 ; none ; average of current process interval 3, metering conditions ; Mittelwert des laufenden Prozessintervalls 3, Betriebszustand
52 ; none ; average of current process interval 3, base conditions ; Mittelwert des laufenden Prozessintervalls 3, Normzustand
53 ; none ; average of current process interval 3, standard conditions ; Mittelwert des laufenden Prozessintervalls 3, Standardzustand
54 ; none ; minimum of current process interval 3, metering conditions ; Minimum des laufenden Prozessintervalls 3, Betriebszustand
55 ; none ; minimum of current process interval 3, base conditions ; Minimum des laufenden Prozessintervalls 3, Normzustand
56 ; none ; minimum of current process interval 3, standard conditions ; Minimum des laufenden Prozessintervalls 3, Standardzustand
57 ; none ; maximum of current process interval 3, metering conditions ; Maximum des laufenden Prozessintervalls 3, Betriebszustand
58 ; none ; maximum of current process interval 3, base conditions ; Maximum des laufenden Prozessintervalls 3, Normzustand
59 ; none ; maximum of current process interval 3, standard conditions ; Maximum des laufenden Prozessintervalls 3, Standardzustand
60 ; none ; average of last process interval 3, metering conditions ; Mittelwert des letzten Prozessintervalls 3, Betriebszustand
61 ; none ; average of last process interval 3, base conditions ; Mittelwert des letzten Prozessintervalls 3, Normzustand
62 ; none ; average of last process interval 3, standard conditions ; Mittelwert des letzten Prozessintervalls 3, Standardzustand
63 ; none ; minimum of last process interval 3, metering conditions ; Minimum des letzten Prozessintervalls 3, Betriebszustand
64 ; none ; minimum of last process interval 3, base conditions ; Minimum des letzten Prozessintervalls 3, Normzustand
65 ; none ; minimum of last process interval 3, standard conditions ; Minimum des letzten Prozessintervalls 3, Standardzustand
66 ; none ; maximum of last process interval 3, metering conditions ; Maximum des letzten Prozessintervalls 3, Betriebszustand
67 ; none ; maximum of last process interval 3, base conditions ; Maximum des letzten Prozessintervalls 3, Normzustand
68 ; none ; maximum of last process interval 3, standard conditions ; Maximum des letzten Prozessintervalls 3, Standardzustand
69 ; none ; average of current process interval 4, metering conditions ; Mittelwert des laufenden Prozessintervalls 4, Betriebszustand
70 ; none ; average of current process interval 4, base conditions ; Mittelwert des laufenden Prozessintervalls 4, Normzustand
71 ; none ; average of current process interval 4, standard conditions ; Mittelwert des laufenden Prozessintervalls 4, Standardzustand
72 ; none ; minimum of current process interval 4, metering conditions ; Minimum des laufenden Prozessintervalls 4, Betriebszustand
73 ; none ; minimum of current process interval 4, base conditions ; Minimum des laufenden Prozessintervalls 4, Normzustand
74 ; none ; minimum of current process interval 4, standard conditions ; Minimum des laufenden Prozessintervalls 4, Standardzustand
75 ; none ; maximum of current process interval 4, metering conditions ; Maximum des laufenden Prozessintervalls 4, Betriebszustand
76 ; none ; maximum of current process interval 4, base conditions ; Maximum des laufenden Prozessintervalls 4, Normzustand
77 ; none ; maximum of current process interval 4, standard conditions ; Maximum des laufenden Prozessintervalls 4, Standardzustand
78 ; none ; average of last process interval 4, metering conditions ; Mittelwert des letzten Prozessintervalls 4, Betriebszustand
79 ; none ; average of last process interval 4, base conditions ; Mittelwert des letzten Prozessintervalls 4, Normzustand
80 ; none ; average of last process interval 4, standard conditions ; Mittelwert des letzten Prozessintervalls 4, Standardzustand
81 ; none ; minimum of last process interval 4, metering conditions ; Minimum des letzten Prozessintervalls 4, Betriebszustand
82 ; none ; minimum of last process interval 4, base conditions ; Minimum des letzten Prozessintervalls 4, Normzustand
83 ; none ; minimum of last process interval 4, standard conditions ; Minimum des letzten Prozessintervalls 4, Standardzustand
84 ; none ; maximum of last process interval 4, metering conditions ; Maximum des letzten Prozessintervalls 4, Betriebszustand
85 ; none ; maximum of last process interval 4, base conditions ; Maximum des letzten Prozessintervalls 4, Normzustand
86 ; none ; maximum of last process interval 4, standard conditions ; Maximum des letzten Prozessintervalls 4, Standardzustand
87 ; none ; average since last event (process interval 5), metering conditions ; Mittelwert seit dem letzten Ereignis (Prozessintervall 5), Betriebszustand
88 ; none ; average since last event (process interval 5), base conditions ; Mittelwert seit dem letzten Ereignis (Prozessintervall 5), Normzustand
89 ; none ; average since last event (process interval 5), standard conditions ; Mittelwert seit dem letzten Ereignis (Prozessintervall 5), Standardzustand
90 ; none ; average between last two events (process interval 6), metering conditions ; Mittelwert zwischen den letzten zwei Ereignissen (Prozessintervall 6), Betriebszustand
91 ; none ; average between last two events (process interval 6), base conditions ; Mittelwert zwischen den letzten zwei Ereignissen (Prozessintervall 6), Normzustand
92 ; none ; average between last two events (process interval 6), standard conditions ; Mittelwert zwischen den letzten zwei Ereignissen (Prozessintervall 6), Standardzustand
`;

/** Group D, scheme factor: meaning of group F ; English ; German. */
export const gasFactor = `
0 ; none ; metering conditions ; Betriebszustand
2 ; none ; base conditions ; Normzustand
3 ; none ; backup value ; Ersatzwert
10 ; none ; actual value ; Istwert
11 ; none ; preset value ; Vorgabewert
12 ; none ; calculation method ; Rechenverfahren
`;

/** Group E of process values: English ; German. */
export const gasAverages = `
0 ; current value ; aktueller Wert
1 ; weighted value ; gewichteter Wert
11 ; current average, averaging period 1 ; aktueller Mittelwert, Mittelungsperiode 1
12 ; last average, averaging period 1 ; letzter Mittelwert, Mittelungsperiode 1
13 ; current average, averaging period 2 ; aktueller Mittelwert, Mittelungsperiode 2
14 ; last average, averaging period 2 ; letzter Mittelwert, Mittelungsperiode 2
15 ; current average, averaging period 3 ; aktueller Mittelwert, Mittelungsperiode 3
16 ; last average, averaging period 3 ; letzter Mittelwert, Mittelungsperiode 3
17 ; current average, averaging period 4 ; aktueller Mittelwert, Mittelungsperiode 4
18 ; last average, averaging period 4 ; letzter Mittelwert, Mittelungsperiode 4
19 ; current average, averaging period 5 ; aktueller Mittelwert, Mittelungsperiode 5
20 ; last average, averaging period 5 ; letzter Mittelwert, Mittelungsperiode 5
21 ; current average, averaging period 6 ; aktueller Mittelwert, Mittelungsperiode 6
22 ; last average, averaging period 6 ; letzter Mittelwert, Mittelungsperiode 6
23 ; current average, averaging period 7 ; aktueller Mittelwert, Mittelungsperiode 7
24 ; last average, averaging period 7 ; letzter Mittelwert, Mittelungsperiode 7
25 ; current average, averaging period 8 ; aktueller Mittelwert, Mittelungsperiode 8
26 ; last average, averaging period 8 ; letzter Mittelwert, Mittelungsperiode 8
27 ; average since last event ; Mittelwert seit dem letzten Ereignis
28 ; average between last two events ; Mittelwert zwischen den letzten zwei Ereignissen
`;

/** Group D of gas analysis, C = 70: English ; German. */
export const gasAnalysis = `
8 ; Reference pressure of gas analysis ; Bezugsdruck der Gasanalyse
9 ; Reference temperature of gas analysis ; Bezugstemperatur der Gasanalyse
10 ; Superior Wobbe number ; Oberer Wobbe-Index
11 ; Inferior Wobbe number ; Unterer Wobbe-Index
12 ; Methane number ; Methanzahl
13 ; Total sulphur ; Gesamtschwefel
14 ; Hydrogen sulphide ; Schwefelwasserstoff
15 ; Mercaptans ; Mercaptane
16 ; Water dew point ; Wassertaupunkt
17 ; Water dew point outlet / normalised ; Wassertaupunkt Ausgang / normiert
18 ; Hydrocarbon dew point ; Kohlenwasserstofftaupunkt
19 ; Inferior calorific value ; Heizwert
20 ; Water ; Wasser
45 ; Density of gas (base conditions) ; Gasdichte (Normzustand)
46 ; Relative density ; Relative Dichte
54 ; Superior calorific value ; Brennwert
60 ; Nitrogen ; Stickstoff
61 ; Hydrogen ; Wasserstoff
62 ; Oxygen ; Sauerstoff
63 ; Helium ; Helium
64 ; Argon ; Argon
65 ; Carbon monoxide ; Kohlenmonoxid
66 ; Carbon dioxide ; Kohlendioxid
67 ; Methane ; Methan
68 ; Ethene ; Ethen
69 ; Ethane ; Ethan
70 ; Propene ; Propen
71 ; Propane ; Propan
72 ; i-Butane ; i-Butan
73 ; n-Butane ; n-Butan
74 ; neo-Pentane ; neo-Pentan
75 ; i-Pentane ; i-Pentan
76 ; n-Pentane ; n-Pentan
77 ; Hexane ; Hexan
78 ; Hexane share of higher hydrocarbons ; Hexananteil höherer Kohlenwasserstoffe
79 ; Hexane+ ; Hexan+
80 ; Heptane ; Heptan
81 ; Octane ; Octan
82 ; Nonane ; Nonan
83 ; Decane ; Decan
84 ; Tetrahydrothiophene ; Tetrahydrothiophen
`;
