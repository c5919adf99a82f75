/**
 * The unit enumeration of scaler_unit (Blue Book part 2, clause 4.3.2, table of units): what each code stands for.
 *
 * One line for each code: code | symbol | UCUM expression | quantity | English name | German name. Codes that have no line
 * are reserved. 14, 16 and 18 (corrected volume and flow) are deprecated in later editions and still met.
 */
export const unitLines = `
1 | a | a | time | year | Jahr
2 | mo | mo | time | month | Monat
3 | wk | wk | time | week | Woche
4 | d | d | time | day | Tag
5 | h | h | time | hour | Stunde
6 | min | min | time | minute | Minute
7 | s | s | time | second | Sekunde
8 | ° | deg | phase angle | degree | Grad
9 | °C | Cel | temperature | degree Celsius | Grad Celsius
10 | currency |  | currency | local currency | Landeswährung
11 | m | m | length | metre | Meter
12 | m/s | m/s | speed | metre per second | Meter pro Sekunde
13 | m³ | m3 | volume | cubic metre | Kubikmeter
14 | m³ | m3 | corrected volume | cubic metre | Kubikmeter (korrigiert)
15 | m³/h | m3/h | volume flow | cubic metre per hour | Kubikmeter pro Stunde
16 | m³/h | m3/h | corrected volume flow | cubic metre per hour | Kubikmeter pro Stunde (korrigiert)
17 | m³/d | m3/d | volume flow | cubic metre per day | Kubikmeter pro Tag
18 | m³/d | m3/d | corrected volume flow | cubic metre per day | Kubikmeter pro Tag (korrigiert)
19 | l | L | volume | litre | Liter
20 | kg | kg | mass | kilogram | Kilogramm
21 | N | N | force | newton | Newton
22 | Nm | N.m | energy | newton metre | Newtonmeter
23 | Pa | Pa | pressure | pascal | Pascal
24 | bar | bar | pressure | bar | Bar
25 | J | J | energy | joule | Joule
26 | J/h | J/h | thermal power | joule per hour | Joule pro Stunde
27 | W | W | active power | watt | Watt
28 | VA | V.A | apparent power | volt-ampere | Voltampere
29 | var | V.A{reactive} | reactive power | var | Var
30 | Wh | W.h | active energy | watt-hour | Wattstunde
31 | VAh | V.A.h | apparent energy | volt-ampere-hour | Voltamperestunde
32 | varh | V.A{reactive}.h | reactive energy | var-hour | Varstunde
33 | A | A | current | ampere | Ampere
34 | C | C | electric charge | coulomb | Coulomb
35 | V | V | voltage | volt | Volt
36 | V/m | V/m | electric field strength | volt per metre | Volt pro Meter
37 | F | F | capacitance | farad | Farad
38 | Ω | Ohm | resistance | ohm | Ohm
39 | Ωm²/m | Ohm.m2/m | resistivity | ohm metre | Ohm-Quadratmeter pro Meter
40 | Wb | Wb | magnetic flux | weber | Weber
41 | T | T | magnetic flux density | tesla | Tesla
42 | A/m | A/m | magnetic field strength | ampere per metre | Ampere pro Meter
43 | H | H | inductance | henry | Henry
44 | Hz | Hz | frequency | hertz | Hertz
45 | 1/(Wh) | 1/(W.h) | active energy meter constant (R_W) | per watt-hour | pro Wattstunde
46 | 1/(varh) | 1/(V.A{reactive}.h) | reactive energy meter constant (R_B) | per var-hour | pro Varstunde
47 | 1/(VAh) | 1/(V.A.h) | apparent energy meter constant (R_S) | per volt-ampere-hour | pro Voltamperestunde
48 | V²h | V2.h | volt-squared hours | volt-squared hour | Quadratvoltstunde
49 | A²h | A2.h | ampere-squared hours | ampere-squared hour | Quadratamperestunde
50 | kg/s | kg/s | mass flow | kilogram per second | Kilogramm pro Sekunde
51 | S | S | conductance | siemens | Siemens
52 | K | K | temperature | kelvin | Kelvin
53 | 1/(V²h) | 1/(V2.h) | volt-squared hour meter constant (R_U2h) | per volt-squared hour | pro Quadratvoltstunde
54 | 1/(A²h) | 1/(A2.h) | ampere-squared hour meter constant (R_I2h) | per ampere-squared hour | pro Quadratamperestunde
55 | 1/m³ | 1/m3 | volume meter constant (R_V) | per cubic metre | pro Kubikmeter
56 | % | % | percentage | percent | Prozent
57 | Ah | A.h | electric charge | ampere-hour | Amperestunde
60 | Wh/m³ | W.h/m3 | energy per volume | watt-hour per cubic metre | Wattstunde pro Kubikmeter
61 | J/m³ | J/m3 | calorific value, Wobbe index | joule per cubic metre | Joule pro Kubikmeter
62 | Mol % | mol% | molar fraction of gas composition | mole percent | Molprozent
63 | g/m³ | g/m3 | mass density | gram per cubic metre | Gramm pro Kubikmeter
64 | Pa s | Pa.s | dynamic viscosity | pascal second | Pascalsekunde
65 | J/kg | J/kg | specific energy | joule per kilogram | Joule pro Kilogramm
66 | g/cm² | gf/cm2 | pressure | gram (force) per square centimetre | Gramm pro Quadratzentimeter
67 | atm | atm | pressure | atmosphere | Atmosphäre
70 | dBm | dB[mW] | signal strength | decibel milliwatt | Dezibel Milliwatt
71 | dBµV | dB[uV] | signal strength | decibel microvolt | Dezibel Mikrovolt
72 | dB | dB | logarithmic ratio | decibel | Dezibel
128 | in | [in_i] | length | inch | Zoll
129 | ft | [ft_i] | length | foot | Fuß
130 | lb | [lb_av] | mass | pound | Pfund
131 | °F | [degF] | temperature | degree Fahrenheit | Grad Fahrenheit
132 | °R | [degR] | temperature | degree Rankine | Grad Rankine
133 | sq in | [sin_i] | area | square inch | Quadratzoll
134 | sq ft | [sft_i] | area | square foot | Quadratfuß
135 | ac | [acr_us] | area | acre | Acre
136 | cu in | [cin_i] | volume | cubic inch | Kubikzoll
137 | cu ft | [cft_i] | volume | cubic foot | Kubikfuß
138 | ac ft | [acr_us].[ft_i] | volume | acre-foot | Acre-Fuß
139 | gal (imp) | [gal_br] | volume | imperial gallon | Gallone (imp.)
140 | gal (US) | [gal_us] | volume | US gallon | Gallone (US)
141 | lbf | [lbf_av] | force | pound force | Pound-force
142 | psi | [psi] | pressure | pound force per square inch | Pfund pro Quadratzoll
143 | lb/cu ft | [lb_av]/[cft_i] | density | pound per cubic foot | Pfund pro Kubikfuß
144 | lb/(ft s) | [lb_av]/([ft_i].s) | dynamic viscosity | pound per foot second | Pfund pro Fuß-Sekunde
145 | sq ft/s | [sft_i]/s | kinematic viscosity | square foot per second | Quadratfuß pro Sekunde
146 | Btu | [Btu_IT] | energy | British thermal unit | Btu
147 | thm (EC) |  | energy | therm (EC) | Therm (EG)
148 | thm (US) |  | energy | therm (US) | Therm (US)
149 | Btu/lb | [Btu_IT]/[lb_av] | calorific value by mass, enthalpy | Btu per pound | Btu pro Pfund
150 | Btu/cu ft | [Btu_IT]/[cft_i] | calorific value by volume, Wobbe index | Btu per cubic foot | Btu pro Kubikfuß
151 | cu ft | [cft_i] | volume, meter constant or pulse value (r_V) | cubic foot | Kubikfuß
152 | ft/s | [ft_i]/s | speed | foot per second | Fuß pro Sekunde
153 | cu ft/s | [cft_i]/s | volume flow | cubic foot per second | Kubikfuß pro Sekunde
154 | cu ft/min | [cft_i]/min | volume flow | cubic foot per minute | Kubikfuß pro Minute
155 | cu ft/h | [cft_i]/h | volume flow | cubic foot per hour | Kubikfuß pro Stunde
156 | cu ft/d | [cft_i]/d | volume flow | cubic foot per day | Kubikfuß pro Tag
157 | ac ft/s | [acr_us].[ft_i]/s | volume flow | acre-foot per second | Acre-Fuß pro Sekunde
158 | ac ft/min | [acr_us].[ft_i]/min | volume flow | acre-foot per minute | Acre-Fuß pro Minute
159 | ac ft/h | [acr_us].[ft_i]/h | volume flow | acre-foot per hour | Acre-Fuß pro Stunde
160 | ac ft/d | [acr_us].[ft_i]/d | volume flow | acre-foot per day | Acre-Fuß pro Tag
161 | gal (imp) | [gal_br] | volume, meter constant or pulse value (r_V) | imperial gallon | Gallone (imp.)
162 | gal (imp)/s | [gal_br]/s | volume flow | imperial gallon per second | Gallone (imp.) pro Sekunde
163 | gal (imp)/min | [gal_br]/min | volume flow | imperial gallon per minute | Gallone (imp.) pro Minute
164 | gal (imp)/h | [gal_br]/h | volume flow | imperial gallon per hour | Gallone (imp.) pro Stunde
165 | gal (imp)/d | [gal_br]/d | volume flow | imperial gallon per day | Gallone (imp.) pro Tag
166 | gal (US) | [gal_us] | volume, meter constant or pulse value (r_V) | US gallon | Gallone (US)
167 | gal (US)/s | [gal_us]/s | volume flow | US gallon per second | Gallone (US) pro Sekunde
168 | gal (US)/min | [gal_us]/min | volume flow | US gallon per minute | Gallone (US) pro Minute
169 | gal (US)/h | [gal_us]/h | volume flow | US gallon per hour | Gallone (US) pro Stunde
170 | gal (US)/d | [gal_us]/d | volume flow | US gallon per day | Gallone (US) pro Tag
171 | Btu/s | [Btu_IT]/s | energy flow, thermal power | Btu per second | Btu pro Sekunde
172 | Btu/min | [Btu_IT]/min | energy flow, thermal power | Btu per minute | Btu pro Minute
173 | Btu/h | [Btu_IT]/h | energy flow, thermal power | Btu per hour | Btu pro Stunde
174 | Btu/d | [Btu_IT]/d | energy flow, thermal power | Btu per day | Btu pro Tag
253 |  |  |  | extended table of units | erweiterte Einheitentabelle
254 |  |  |  | other unit | andere Einheit
255 |  | 1 | count, no unit | no unit | ohne Einheit
`;
