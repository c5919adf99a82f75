/**
 * Heat and cooling (A = 6, 5), heat cost allocators (A = 4) and water (A = 8, 9): quantities, processing, listed objects
 * (Blue Book part 1, clauses 7.6, 7.7 and 7.9).
 */

/** Group C: kind of quantity ; unit ; English ; German. */
export const thermalQuantities = `
1 ; energy ; 30 ; Energy ; Energie
2 ; volume ; 13 ; Volume ; Volumen
3 ; mass ; 20 ; Mass ; Masse
4 ; volume ; 13 ; Flow volume ; Vorlaufvolumen
5 ; mass ; 20 ; Flow mass ; Vorlaufmasse
6 ; volume ; 13 ; Return volume ; Rücklaufvolumen
7 ; mass ; 20 ; Return mass ; Rücklaufmasse
8 ; power ; 27 ; Power ; Leistung
9 ; flow rate ; 15 ; Flow rate ; Durchfluss
10 ; temperature ; 9 ; Flow temperature ; Vorlauftemperatur
11 ; temperature ; 9 ; Return temperature ; Rücklauftemperatur
12 ; temperature difference ; 52 ; Temperature difference ; Temperaturdifferenz
13 ; pressure ; 24 ; Pressure ; Druck
`;

/** Group D: meaning of group F ; English ; German. */
export const thermalProcessing = `
0 ; none ; current value ; aktueller Wert
1 ; billing ; periodical value 1 ; periodischer Wert 1
2 ; billing ; set date value ; Stichtagswert
3 ; billing ; billing date value ; Abrechnungswert
4 ; billing ; minimum 1 ; Minimum 1
5 ; billing ; maximum 1 ; Maximum 1
6 ; none ; test value ; Prüfwert
7 ; none ; instantaneous ; Momentanwert
8 ; billing ; time integral 1 ; Zeitintegral 1
9 ; billing ; time integral 2 ; Zeitintegral 2
10 ; none ; current average ; aktueller Mittelwert
11 ; none ; last average ; letzter Mittelwert
12 ; billing ; periodical value 2 ; periodischer Wert 2
13 ; billing ; periodical value 3 ; periodischer Wert 3
14 ; billing ; minimum 2 ; Minimum 2
15 ; billing ; maximum 2 ; Maximum 2
20 ; none ; under limit occurrence counter ; Unterschreitung: Anzahl
21 ; none ; under limit duration ; Unterschreitung: Dauer
22 ; none ; over limit occurrence counter ; Überschreitung: Anzahl
23 ; none ; over limit duration ; Überschreitung: Dauer
24 ; none ; missing data occurrence counter ; Datenausfall: Anzahl
25 ; none ; missing data duration ; Datenausfall: Dauer
`;

/** Quantities whose E = 0 is called the total. */
export const thermalTotalFor: readonly string[] = ['energy', 'volume', 'mass'];

/** Listed objects: value groups B to F (ranges and single values) ; classes ; unit ; English ; German. */
export const thermalObjects = `
0-64 0 0 0-9 255 ; 1 3 4 ;  ; ID {e+1} ; Kennung {e+1}
0-64 0 0 255 255 ; 7 61 ;  ; Complete ID ; Vollständige Kennung
0-64 0 1 1 0-255 ; 1 3 4 ;  ; Historical value counter status ; Status des Zählers historischer Werte
0-64 0 1 2 0-255 ; 1 3 4 ;  ; Number of available historical values ; Anzahl historischer Werte
0-64 0 1 10 255 ; 1 3 4 ;  ; Set date ; Stichtag
0-64 0 1 11 255 ; 1 3 4 ;  ; Billing date ; Abrechnungsdatum
0-64 0 9 1 255 ; 1 3 4 ;  ; Local time ; Ortszeit
0-64 0 9 2 255 ; 1 3 4 ;  ; Local date ; Ortsdatum
0-64 0 9 3 255 ; 1 3 4 ;  ; Time stamp of last billing period ; Zeitstempel der letzten Abrechnungsperiode
0-64 96 50-99 0-255 0-255 ;  ;  ; Manufacturer specific object ; Herstellerspezifisches Objekt
0-64 97 97 0-9 255 ; 1 3 4 ;  ; Error register {e+1} ; Fehlerregister {e+1}
0-64 98 1 0-127,255 255 ; 7 ;  ; Data of billing period (scheme 1){?e+1} ; Abrechnungsdaten (Schema 1){?e+1}
0-64 98 2 0-127,255 255 ; 7 ;  ; Data of billing period (scheme 2){?e+1} ; Abrechnungsdaten (Schema 2){?e+1}
0-64 0 2 0 255 ; 1 3 4 ;  ; Program version ; Programmversion
0-64 0 2 1 255 ; 1 3 4 ;  ; Firmware version ; Firmwareversion
0-64 0 2 2 255 ; 1 3 4 ;  ; Software version ; Softwareversion
0-64 0 2 3 255 ; 1 ;  ; Meter location (flow or return) ; Einbauort (Vor- oder Rücklauf)
0-64 0 2 4 255 ; 1 3 4 ;  ; Device version ; Geräteversion
0-64 0 2 10 255 ; 1 3 4 ;  ; Flow temperature sensor serial number ; Seriennummer Vorlauffühler
0-64 0 2 11 255 ; 1 3 4 ;  ; Return temperature sensor serial number ; Seriennummer Rücklauffühler
0-64 0 2 12 255 ; 1 3 4 ;  ; Forward flow sensor serial number ; Seriennummer Durchflussgeber Vorlauf
0-64 0 2 13 255 ; 1 3 4 ;  ; Return flow sensor serial number ; Seriennummer Durchflussgeber Rücklauf
0-64 0 4 1 255 ; 3 4 ;  ; Heat coefficient k ; Wärmekoeffizient k
0-64 0 4 2 255 ; 3 4 ;  ; Pressure (backup value) ; Druck (Ersatzwert)
0-64 0 4 3 255 ; 3 4 ;  ; Enthalpy ; Enthalpie
0-64 0 5 1-9 255 ; 3 4 ;  ; Threshold for rate {e} ; Schwelle für Tarif {e}
0-64 0 5 21 255 ; 3 4 ;  ; Contracted maximum flow rate ; Vertraglicher Höchstdurchfluss
0-64 0 5 22 255 ; 3 4 ;  ; Contracted maximum power ; Vertragliche Höchstleistung
0-64 0 5 23 255 ; 3 4 ;  ; Contracted maximum temperature difference ; Vertragliche größte Temperaturdifferenz
0-64 0 5 24 255 ; 3 4 ;  ; Contracted minimum return temperature ; Vertragliche kleinste Rücklauftemperatur
0-64 0 8 0 255 ; 3 1 4 ;  ; Averaging period ; Mittelungsperiode
0-64 0 8 1 255 ; 3 1 4 ;  ; Averaging period, instantaneous values ; Mittelungsperiode, Momentanwerte
0-64 0 8 2 255 ; 3 1 4 ;  ; Averaging period, volume and flow ; Mittelungsperiode, Volumen und Durchfluss
0-64 0 8 3 255 ; 3 1 4 ;  ; Averaging period, temperature ; Mittelungsperiode, Temperatur
0-64 0 8 4 255 ; 3 1 4 ;  ; Averaging period, pressure ; Mittelungsperiode, Druck
0-64 0 8 5 255 ; 3 1 4 ;  ; Averaging period, power ; Mittelungsperiode, Leistung
0-64 0 8 6 255 ; 3 1 4 ;  ; Averaging period, flow rate ; Mittelungsperiode, Durchfluss
0-64 0 8 7 255 ; 3 1 4 ;  ; Averaging period, test values ; Mittelungsperiode, Prüfwerte
0-64 0 8 25 255 ; 3 1 4 ;  ; Measurement period, test values ; Messperiode, Prüfwerte
0-64 0 8 34 255 ; 3 1 4 ;  ; Billing period ; Abrechnungsperiode
0-64 0 8 11 255 ; 3 1 4 ;  ; Measurement period 1, peak values ; Messperiode 1, Spitzenwerte
0-64 0 8 12 255 ; 3 1 4 ;  ; Measurement period 2, peak values ; Messperiode 2, Spitzenwerte
0-64 0 8 13 255 ; 3 1 4 ;  ; Measurement period 3, peak values ; Messperiode 3, Spitzenwerte
0-64 0 8 14 255 ; 3 1 4 ;  ; Measurement period 4, peak values ; Messperiode 4, Spitzenwerte
0-64 0 8 21 255 ; 3 1 4 ;  ; Measurement period 1, periodical values ; Messperiode 1, periodische Werte
0-64 0 8 22 255 ; 3 1 4 ;  ; Measurement period 2, periodical values ; Messperiode 2, periodische Werte
0-64 0 8 23 255 ; 3 1 4 ;  ; Measurement period 3, periodical values ; Messperiode 3, periodische Werte
0-64 0 8 24 255 ; 3 1 4 ;  ; Measurement period 4, periodical values ; Messperiode 4, periodische Werte
0-64 0 8 31 255 ; 3 1 4 ;  ; Recording interval 1 for profiles ; Erfassungsperiode 1
0-64 0 8 32 255 ; 3 1 4 ;  ; Recording interval 2 for profiles ; Erfassungsperiode 2
0-64 0 8 33 255 ; 3 1 4 ;  ; Recording interval 3 for profiles ; Erfassungsperiode 3
0-64 99 1 1-3 255 ; 7 ;  ; Load profile with recording interval {e} ; Lastgang mit Erfassungsperiode {e}
0-64 99 2 1-3 255 ; 7 ;  ; Profile of maxima with recording interval {e} ; Maximaprofil mit Erfassungsperiode {e}
0-64 99 3 1 255 ; 7 ;  ; Load profile during test ; Lastgang während der Prüfung
0-64 99 99 0-127 255 ; 7 ;  ; Certification data log{?e+1} ; Eichlogbuch{?e+1}
`;

/** Group C: kind of quantity ; unit ; English ; German. */
export const allocatorQuantities = `
1 ; integral ; 255 ; Unrated integral ; Unbewerteter Zählerstand
2 ; integral ; 255 ; Rated integral ; Bewerteter Zählerstand
3 ; temperature ; 9 ; Radiator surface temperature ; Heizkörperoberflächentemperatur
4 ; temperature ; 9 ; Heating medium temperature ; Heizmediumtemperatur
5 ; temperature ; 9 ; Flow temperature ; Vorlauftemperatur
6 ; temperature ; 9 ; Return temperature ; Rücklauftemperatur
7 ; temperature ; 9 ; Room temperature ; Raumtemperatur
`;

/** Group D: meaning of group F ; English ; German. */
export const allocatorProcessing = `
0 ; none ; current value ; aktueller Wert
1 ; billing ; periodical value ; periodischer Wert
2 ; billing ; set date value ; Stichtagswert
3 ; billing ; billing date value ; Abrechnungswert
4 ; billing ; minimum ; Minimum
5 ; billing ; maximum ; Maximum
6 ; none ; test value ; Prüfwert
`;

/** Quantities whose E = 0 is called the total. */
export const allocatorTotalFor: readonly string[] = [];

/** Listed objects: value groups B to F (ranges and single values) ; classes ; unit ; English ; German. */
export const allocatorObjects = `
0-64 0 0 0-9 255 ; 1 3 4 ;  ; ID {e+1} ; Kennung {e+1}
0-64 0 0 255 255 ; 7 61 ;  ; Complete ID ; Vollständige Kennung
0-64 0 1 1 0-255 ; 1 3 4 ;  ; Historical value counter status ; Status des Zählers historischer Werte
0-64 0 1 2 0-255 ; 1 3 4 ;  ; Number of available historical values ; Anzahl historischer Werte
0-64 0 1 10 255 ; 1 3 4 ;  ; Set date ; Stichtag
0-64 0 1 11 255 ; 1 3 4 ;  ; Billing date ; Abrechnungsdatum
0-64 0 9 1 255 ; 1 3 4 ;  ; Local time ; Ortszeit
0-64 0 9 2 255 ; 1 3 4 ;  ; Local date ; Ortsdatum
0-64 0 9 3 255 ; 1 3 4 ;  ; Time stamp of last billing period ; Zeitstempel der letzten Abrechnungsperiode
0-64 96 50-99 0-255 0-255 ;  ;  ; Manufacturer specific object ; Herstellerspezifisches Objekt
0-64 97 97 0-9 255 ; 1 3 4 ;  ; Error register {e+1} ; Fehlerregister {e+1}
0-64 98 1 0-127,255 255 ; 7 ;  ; Data of billing period (scheme 1){?e+1} ; Abrechnungsdaten (Schema 1){?e+1}
0-64 98 2 0-127,255 255 ; 7 ;  ; Data of billing period (scheme 2){?e+1} ; Abrechnungsdaten (Schema 2){?e+1}
0-64 0 2 0 255 ; 1 3 4 ;  ; Program version ; Programmversion
0-64 0 2 1 255 ; 1 3 4 ;  ; Firmware version ; Firmwareversion
0-64 0 2 2 255 ; 1 3 4 ;  ; Software version ; Softwareversion
0-64 0 2 3 255 ; 1 ;  ; Measuring principle ; Messprinzip
0-64 0 4 0 255 ; 1 3 4 ;  ; Rating factor K ; Bewertungsfaktor K
0-64 0 4 1 255 ; 1 3 4 ;  ; Thermal output rating factor KQ ; Bewertungsfaktor Wärmeleistung KQ
0-64 0 4 2 255 ; 1 3 4 ;  ; Thermal coupling rating factor KC ; Bewertungsfaktor Wärmeübergang KC
0-64 0 4 3 255 ; 1 3 4 ;  ; Thermal coupling rating factor, room side KCR ; Bewertungsfaktor Wärmeübergang Raum KCR
0-64 0 4 4 255 ; 1 3 4 ;  ; Thermal coupling rating factor, heater side KCH ; Bewertungsfaktor Wärmeübergang Heizkörper KCH
0-64 0 4 5 255 ; 1 3 4 ;  ; Low temperature rating factor KT ; Bewertungsfaktor Niedertemperatur KT
0-64 0 4 6 255 ; 1 3 4 ;  ; Display scaling factor ; Anzeigefaktor
0-64 0 5 10 255 ; 3 4 ;  ; Start temperature threshold ; Schwelle Zählbeginntemperatur
0-64 0 5 11 255 ; 3 4 ;  ; Temperature difference threshold ; Schwelle Temperaturdifferenz
0-64 0 8 0 255 ; 3 1 4 ;  ; Measuring period for average ; Messperiode für Mittelwert
0-64 0 8 4 255 ; 3 1 4 ;  ; Recording interval for profile ; Erfassungsperiode
0-64 0 8 6 255 ; 3 1 4 ;  ; Billing period ; Abrechnungsperiode
0-64 99 1 0-127 255 ; 7 ;  ; Consumption profile{?e+1} ; Verbrauchsprofil{?e+1}
`;

/** Group C: kind of quantity ; unit ; English ; German. */
export const waterQuantities = `
1 ; volume ; 13 ; Volume ; Volumen
2 ; flow rate ; 15 ; Flow rate ; Durchfluss
3 ; temperature ; 9 ; Temperature ; Temperatur
`;

/** Group D: meaning of group F ; English ; German. */
export const waterProcessing = `
0 ; none ; current value ; aktueller Wert
1 ; billing ; periodical value ; periodischer Wert
2 ; billing ; set date value ; Stichtagswert
3 ; billing ; billing date value ; Abrechnungswert
4 ; billing ; minimum ; Minimum
5 ; billing ; maximum ; Maximum
6 ; none ; test value ; Prüfwert
`;

/** Quantities whose E = 0 is called the total. */
export const waterTotalFor: readonly string[] = ['volume'];

/** Listed objects: value groups B to F (ranges and single values) ; classes ; unit ; English ; German. */
export const waterObjects = `
0-64 0 0 0-9 255 ; 1 3 4 ;  ; ID {e+1} ; Kennung {e+1}
0-64 0 0 255 255 ; 7 61 ;  ; Complete ID ; Vollständige Kennung
0-64 0 1 1 0-255 ; 1 3 4 ;  ; Historical value counter status ; Status des Zählers historischer Werte
0-64 0 1 2 0-255 ; 1 3 4 ;  ; Number of available historical values ; Anzahl historischer Werte
0-64 0 1 10 255 ; 1 3 4 ;  ; Set date ; Stichtag
0-64 0 1 11 255 ; 1 3 4 ;  ; Billing date ; Abrechnungsdatum
0-64 0 9 1 255 ; 1 3 4 ;  ; Local time ; Ortszeit
0-64 0 9 2 255 ; 1 3 4 ;  ; Local date ; Ortsdatum
0-64 0 9 3 255 ; 1 3 4 ;  ; Time stamp of last billing period ; Zeitstempel der letzten Abrechnungsperiode
0-64 96 50-99 0-255 0-255 ;  ;  ; Manufacturer specific object ; Herstellerspezifisches Objekt
0-64 97 97 0-9 255 ; 1 3 4 ;  ; Error register {e+1} ; Fehlerregister {e+1}
0-64 98 1 0-127,255 255 ; 7 ;  ; Data of billing period (scheme 1){?e+1} ; Abrechnungsdaten (Schema 1){?e+1}
0-64 98 2 0-127,255 255 ; 7 ;  ; Data of billing period (scheme 2){?e+1} ; Abrechnungsdaten (Schema 2){?e+1}
0-64 0 1 12 255 ; 1 3 4 ;  ; Billing date period ; Abrechnungszeitraum
0-64 0 2 0 255 ; 1 3 4 ;  ; Program version ; Programmversion
0-64 0 2 3 255 ; 1 3 4 ;  ; Device version ; Geräteversion
0-64 0 5 1 255 ; 3 4 ;  ; Contracted maximum consumption ; Vertraglicher Höchstverbrauch
0-64 0 7 1 255 ; 3 4 ;  ; Input pulse constant volume forward ; Eingangsimpulskonstante Volumen vorwärts
0-64 0 8 1 255 ; 3 1 4 ;  ; Recording interval for load profile ; Erfassungsperiode
0-64 0 8 6 255 ; 3 1 4 ;  ; Averaging period for flow rate ; Mittelungsperiode Durchfluss
0-64 99 1 0-127 255 ; 7 ;  ; Consumption profile{?e+1} ; Verbrauchsprofil{?e+1}
`;
