/**
 * Listed objects of gas meters (A = 7; Blue Book part 1, clause 7.8).
 */

/** Listed objects: value groups B to F (ranges and single values) ; classes ; unit ; English ; German. */
export const gasObjects = `
0-64 0 0 0-9 255 ; 1 3 4 ;  ; ID {e+1} ; Kennung {e+1}
0-64 0 0 255 255 ; 7 61 ;  ; Complete ID ; Vollständige Kennung
0-64 0 1 0 0-99,255 ; 1 3 4 ;  ; Billing period counter (scheme 1) ; Abrechnungsperiodenzähler (Schema 1)
0-64 0 1 1 255 ; 1 3 ;  ; Number of available billing periods (scheme 1) ; Anzahl gespeicherter Abrechnungsperioden (Schema 1)
0-64 0 1 2 0-99,101-126 ; 1 3 4 ;  ; Time stamp of billing period (scheme 1) ; Zeitstempel der Abrechnungsperiode (Schema 1)
0-64 0 1 2 255 ; 1 3 4 ;  ; Time stamp of last billing period (scheme 1) ; Zeitstempel der letzten Abrechnungsperiode (Schema 1)
0-64 0 1 3 0-99,255 ; 1 3 4 ;  ; Billing period counter (scheme 2) ; Abrechnungsperiodenzähler (Schema 2)
0-64 0 1 4 255 ; 1 3 ;  ; Number of available billing periods (scheme 2) ; Anzahl gespeicherter Abrechnungsperioden (Schema 2)
0-64 0 1 5 0-99,101-126 ; 1 3 4 ;  ; Time stamp of billing period (scheme 2) ; Zeitstempel der Abrechnungsperiode (Schema 2)
0-64 0 1 5 255 ; 1 3 4 ;  ; Time stamp of last billing period (scheme 2) ; Zeitstempel der letzten Abrechnungsperiode (Schema 2)
0-64 0 1 6 0-99,255 ; 1 3 4 ;  ; Billing period counter (scheme 3) ; Abrechnungsperiodenzähler (Schema 3)
0-64 0 1 7 255 ; 1 3 ;  ; Number of available billing periods (scheme 3) ; Anzahl gespeicherter Abrechnungsperioden (Schema 3)
0-64 0 1 8 0-99,101-126 ; 1 3 4 ;  ; Time stamp of billing period (scheme 3) ; Zeitstempel der Abrechnungsperiode (Schema 3)
0-64 0 1 8 255 ; 1 3 4 ;  ; Time stamp of last billing period (scheme 3) ; Zeitstempel der letzten Abrechnungsperiode (Schema 3)
0-64 0 1 9 0-99,255 ; 1 3 4 ;  ; Billing period counter (scheme 4) ; Abrechnungsperiodenzähler (Schema 4)
0-64 0 1 10 255 ; 1 3 ;  ; Number of available billing periods (scheme 4) ; Anzahl gespeicherter Abrechnungsperioden (Schema 4)
0-64 0 1 11 0-99,101-126 ; 1 3 4 ;  ; Time stamp of billing period (scheme 4) ; Zeitstempel der Abrechnungsperiode (Schema 4)
0-64 0 1 11 255 ; 1 3 4 ;  ; Time stamp of last billing period (scheme 4) ; Zeitstempel der letzten Abrechnungsperiode (Schema 4)
0-64 0 2 0 255 ; 1 3 4 ;  ; Program version ; Programmversion
0-64 0 2 1 255 ; 1 3 4 ;  ; Firmware version ; Firmwareversion
0-64 0 2 2 255 ; 1 3 4 ;  ; Software version ; Softwareversion
0-64 0 2 3 255 ; 1 3 4 ;  ; Device version ; Geräteversion
0-64 0 2 8 255 ; 1 3 4 ;  ; Active firmware signature ; Aktive Firmware: Signatur
0-64 0 2 10 255 ; 1 3 4 ;  ; Number of device channels ; Anzahl Gerätekanäle
0-64 0 2 11 255 ; 1 3 4 ;  ; Pressure sensor serial number ; Seriennummer Drucksensor
0-64 0 2 12 255 ; 1 3 4 ;  ; Temperature sensor serial number ; Seriennummer Temperatursensor
0-64 0 2 13 255 ; 1 3 4 ;  ; Calculator serial number ; Seriennummer Rechner
0-64 0 2 14 255 ; 1 3 4 ;  ; Volume sensor serial number ; Seriennummer Volumengeber
0-64 0 2 15 255 ; 1 3 4 ;  ; Density sensor serial number ; Seriennummer Dichtesensor
0-64 0 2 16 255 ; 1 3 4 ;  ; Sensor serial number ; Seriennummer Sensor
0-64 0 2 17 255 ; 1 3 4 ;  ; Digital output configuration ; Konfiguration Digitalausgänge
0-64 0 2 18 255 ; 1 3 4 ;  ; Analogue output configuration ; Konfiguration Analogausgänge
0-64 0 3 0 255 ; 3 4 ; 55 ; Output pulse constant volume forward, metering conditions ; Ausgangsimpulskonstante Volumen vorwärts, Betriebszustand
0-64 0 7 0 255 ; 3 4 ; 55 ; Input pulse constant volume forward, metering conditions ; Eingangsimpulskonstante Volumen vorwärts, Betriebszustand
0-64 0 3 1 255 ; 3 4 ; 55 ; Output pulse constant volume reverse, metering conditions ; Ausgangsimpulskonstante Volumen rückwärts, Betriebszustand
0-64 0 7 1 255 ; 3 4 ; 55 ; Input pulse constant volume reverse, metering conditions ; Eingangsimpulskonstante Volumen rückwärts, Betriebszustand
0-64 0 3 2 255 ; 3 4 ; 55 ; Output pulse constant volume absolute, metering conditions ; Ausgangsimpulskonstante Volumen absolut, Betriebszustand
0-64 0 7 2 255 ; 3 4 ; 55 ; Input pulse constant volume absolute, metering conditions ; Eingangsimpulskonstante Volumen absolut, Betriebszustand
0-64 0 3 3 255 ; 3 4 ; 55 ; Output pulse constant volume forward, base conditions ; Ausgangsimpulskonstante Volumen vorwärts, Normzustand
0-64 0 7 3 255 ; 3 4 ; 55 ; Input pulse constant volume forward, base conditions ; Eingangsimpulskonstante Volumen vorwärts, Normzustand
0-64 0 3 4 255 ; 3 4 ; 55 ; Output pulse constant volume reverse, base conditions ; Ausgangsimpulskonstante Volumen rückwärts, Normzustand
0-64 0 7 4 255 ; 3 4 ; 55 ; Input pulse constant volume reverse, base conditions ; Eingangsimpulskonstante Volumen rückwärts, Normzustand
0-64 0 3 5 255 ; 3 4 ; 55 ; Output pulse constant volume absolute, base conditions ; Ausgangsimpulskonstante Volumen absolut, Normzustand
0-64 0 7 5 255 ; 3 4 ; 55 ; Input pulse constant volume absolute, base conditions ; Eingangsimpulskonstante Volumen absolut, Normzustand
0-64 0 4 0-4 255 ; 1 3 4 ;  ; Conversion factor {e+1} ; Umwertungsfaktor {e+1}
0-64 0 5 1 1-4 ; 3 4 ;  ; Power threshold, measurement period 2, limit {f} ; Leistungsschwelle, Messperiode 2, Grenze {f}
0-64 0 5 1 11-14 ; 3 4 ;  ; Power threshold, measurement period 3, limit {f-10} ; Leistungsschwelle, Messperiode 3, Grenze {f-10}
0-64 0 5 2 1-9 ; 3 4 ;  ; Consumption threshold, measurement period 2, rate {f} ; Verbrauchsschwelle, Messperiode 2, Tarif {f}
0-64 0 5 2 11-19 ; 3 4 ;  ; Consumption threshold, measurement period 3, rate {f-10} ; Verbrauchsschwelle, Messperiode 3, Tarif {f-10}
0-64 0 5 3 255 ; 3 4 ;  ; Contracted maximum, recording interval 1 ; Vertragsmaximum, Erfassungsperiode 1
0-64 0 5 4 255 ; 3 4 ;  ; Contracted maximum, recording interval 2 ; Vertragsmaximum, Erfassungsperiode 2
0-64 0 5 11 255 ; 3 4 ;  ; Minimum temperature limit ; Untere Temperaturgrenze
0-64 0 5 12 255 ; 3 4 ;  ; Maximum temperature limit ; Obere Temperaturgrenze
0-64 0 5 13 255 ; 3 4 ;  ; Minimum pressure limit ; Untere Druckgrenze
0-64 0 5 14 255 ; 3 4 ;  ; Maximum pressure limit ; Obere Druckgrenze
0-64 0 6 1 255 ; 3 4 ;  ; Nominal pressure ; Nenndruck
0-64 0 6 2 255 ; 3 4 ;  ; Nominal temperature ; Nenntemperatur
0-64 0 6 3 255 ; 3 4 ;  ; Minimum flow Qmin ; Kleinster Durchfluss Qmin
0-64 0 6 4 255 ; 3 4 ;  ; Maximum flow Qmax ; Größter Durchfluss Qmax
0-64 0 8 1 255 ; 1 3 ;  ; Recording interval 1 for profile ; Erfassungsperiode 1
0-64 0 8 2 255 ; 1 3 ;  ; Recording interval 2 for profile ; Erfassungsperiode 2
0-64 0 8 3 255 ; 1 3 ;  ; Measurement period 1 (average 1) ; Messperiode 1 (Mittelwert 1)
0-64 0 8 4 255 ; 1 3 ;  ; Measurement period 2 (average 2) ; Messperiode 2 (Mittelwert 2)
0-64 0 8 5 255 ; 1 3 ;  ; Measurement period 3 (instantaneous) ; Messperiode 3 (Momentanwert)
0-64 0 8 6 255 ; 1 3 ;  ; Measurement period 4 (test) ; Messperiode 4 (Prüfwert)
0-64 0 8 10 255 ; 1 3 ;  ; Billing period ; Abrechnungsperiode
0-64 0 8 11 255 ; 1 3 ;  ; Process interval 1 ; Prozessintervall 1
0-64 0 8 12 255 ; 1 3 ;  ; Process interval 2 ; Prozessintervall 2
0-64 0 8 13 255 ; 1 3 ;  ; Process interval 3 ; Prozessintervall 3
0-64 0 8 14 255 ; 1 3 ;  ; Process interval 4 ; Prozessintervall 4
0-64 0 8 15 255 ; 1 3 ;  ; Process interval 5 ; Prozessintervall 5
0-64 0 8 16 255 ; 1 3 ;  ; Process interval 6 ; Prozessintervall 6
0-64 0 8 17 255 ; 1 3 ;  ; Measurement period 1 for index differences ; Messperiode 1 für Differenzen
0-64 0 8 18 255 ; 1 3 ;  ; Measurement period 2 for index differences ; Messperiode 2 für Differenzen
0-64 0 8 19 255 ; 1 3 ;  ; Measurement period 3 for index differences ; Messperiode 3 für Differenzen
0-64 0 8 20 255 ; 1 3 ;  ; Billing period 1 for index differences ; Abrechnungsperiode 1 für Differenzen
0-64 0 8 21 255 ; 1 3 ;  ; Billing period 2 for index differences ; Abrechnungsperiode 2 für Differenzen
0-64 0 8 22 255 ; 1 3 ;  ; Billing period 3 for index differences ; Abrechnungsperiode 3 für Differenzen
0-64 0 8 23 255 ; 1 3 ;  ; Billing period 4 for index differences ; Abrechnungsperiode 4 für Differenzen
0-64 0 8 25 255 ; 1 3 ;  ; Averaging period 1 ; Mittelungsperiode 1
0-64 0 8 26 255 ; 1 3 ;  ; Averaging period 2 ; Mittelungsperiode 2
0-64 0 8 27 255 ; 1 3 ;  ; Averaging period 3 ; Mittelungsperiode 3
0-64 0 8 28 255 ; 1 3 ;  ; Averaging period 4 ; Mittelungsperiode 4
0-64 0 8 29 255 ; 1 3 ;  ; Averaging period 5 ; Mittelungsperiode 5
0-64 0 8 30 255 ; 1 3 ;  ; Averaging period 6 ; Mittelungsperiode 6
0-64 0 8 31 255 ; 1 3 ;  ; Averaging period 7 ; Mittelungsperiode 7
0-64 0 8 32 255 ; 1 3 ;  ; Averaging period 8 ; Mittelungsperiode 8
0-64 0 8 33 255 ; 1 3 ;  ; Averaging period 9 ; Mittelungsperiode 9
0-64 0 8 34 255 ; 1 3 ;  ; Averaging period 10 ; Mittelungsperiode 10
0-64 0 8 35 255 ; 1 3 ;  ; Number of sub-periods of averaging period 2 ; Anzahl Teilperioden der Mittelungsperiode 2
0-64 0 9 0 255 ; 1 3 4 ;  ; Days since last reset ; Tage seit letzter Rückstellung
0-64 0 9 1 255 ; 1 3 4 ;  ; Local time ; Ortszeit
0-64 0 9 2 255 ; 1 3 4 ;  ; Local date ; Ortsdatum
0-64 0 9 3 255 ; 1 3 4 ;  ; Start of gas day ; Beginn des Gastags
0-64 0 9 4 255 ; 1 3 4 ;  ; Residual time shift ; Restliche Zeitverschiebung
0-64 0 9 6 255 ; 1 3 4 ;  ; Time of last reset (scheme 1) ; Uhrzeit der letzten Rückstellung (Schema 1)
0-64 0 9 7 255 ; 1 3 4 ;  ; Date of last reset (scheme 1) ; Datum der letzten Rückstellung (Schema 1)
0-64 0 9 11 255 ; 1 3 4 ;  ; Clock time shift limit ; Grenze der Zeitverstellung
0-64 0 9 12 255 ; 1 3 4 ;  ; Billing reset lockout time (scheme 1) ; Rückstellsperrzeit (Schema 1)
0-64 0 9 13 255 ; 1 3 4 ;  ; Time since end of billing period (scheme 2) ; Zeit seit Abrechnungsende (Schema 2)
0-64 0 9 14 255 ; 1 3 4 ;  ; Time of last reset (scheme 2) ; Uhrzeit der letzten Rückstellung (Schema 2)
0-64 0 9 15 255 ; 1 3 4 ;  ; Date of last reset (scheme 2) ; Datum der letzten Rückstellung (Schema 2)
0-64 0 9 16 255 ; 1 3 4 ;  ; Billing reset lockout time (scheme 2) ; Rückstellsperrzeit (Schema 2)
0-64 0 9 17 255 ; 1 3 4 ;  ; Time since end of billing period (scheme 3) ; Zeit seit Abrechnungsende (Schema 3)
0-64 0 9 18 255 ; 1 3 4 ;  ; Time of last reset (scheme 3) ; Uhrzeit der letzten Rückstellung (Schema 3)
0-64 0 9 19 255 ; 1 3 4 ;  ; Date of last reset (scheme 3) ; Datum der letzten Rückstellung (Schema 3)
0-64 0 9 20 255 ; 1 3 4 ;  ; Billing reset lockout time (scheme 3) ; Rückstellsperrzeit (Schema 3)
0-64 0 9 21 255 ; 1 3 4 ;  ; Time since end of billing period (scheme 4) ; Zeit seit Abrechnungsende (Schema 4)
0-64 0 9 22 255 ; 1 3 4 ;  ; Time of last reset (scheme 4) ; Uhrzeit der letzten Rückstellung (Schema 4)
0-64 0 9 23 255 ; 1 3 4 ;  ; Date of last reset (scheme 4) ; Datum der letzten Rückstellung (Schema 4)
0-64 0 9 24 255 ; 1 3 4 ;  ; Billing reset lockout time (scheme 4) ; Rückstellsperrzeit (Schema 4)
0-64 0 10 0 255 ; 3 4 ; 9 ; Heating temperature, current ; Heiztemperatur, aktuell
0-64 0 10 1 255 ; 3 4 ; 9 ; Heating temperature, average 15 min ; Heiztemperatur, Mittel 15 min
0-64 0 10 11 255 ; 3 4 ; 9 ; Heating temperature, average 60 min ; Heiztemperatur, Mittel 60 min
0-64 0 10 21 255 ; 3 4 ; 9 ; Heating temperature, average day ; Heiztemperatur, Tagesmittel
0-64 0 10 31 255 ; 3 4 ; 9 ; Heating temperature, average month ; Heiztemperatur, Monatsmittel
0-64 0 11 0 255 ; 3 4 ; 9 ; Ambient device temperature, current ; Umgebungstemperatur des Geräts, aktuell
0-64 0 11 1 255 ; 3 4 ; 9 ; Ambient device temperature, average 15 min ; Umgebungstemperatur des Geräts, Mittel 15 min
0-64 0 11 11 255 ; 3 4 ; 9 ; Ambient device temperature, average 60 min ; Umgebungstemperatur des Geräts, Mittel 60 min
0-64 0 11 21 255 ; 3 4 ; 9 ; Ambient device temperature, average day ; Umgebungstemperatur des Geräts, Tagesmittel
0-64 0 11 31 255 ; 3 4 ; 9 ; Ambient device temperature, average month ; Umgebungstemperatur des Geräts, Monatsmittel
0-64 0 12 8 255 ; 3 4 ;  ; Reference pressure of gas analysis ; Bezugsdruck der Gasanalyse
0-64 0 12 9 255 ; 3 4 ;  ; Reference temperature of gas analysis ; Bezugstemperatur der Gasanalyse
0-64 0 12 10 255 ; 3 4 ;  ; Superior Wobbe number ; Oberer Wobbe-Index
0-64 0 12 11 255 ; 3 4 ;  ; Inferior Wobbe number ; Unterer Wobbe-Index
0-64 0 12 12 255 ; 3 4 ;  ; Methane number ; Methanzahl
0-64 0 12 13 255 ; 3 4 ;  ; Total sulphur ; Gesamtschwefel
0-64 0 12 14 255 ; 3 4 ;  ; Hydrogen sulphide ; Schwefelwasserstoff
0-64 0 12 15 255 ; 3 4 ;  ; Mercaptans ; Mercaptane
0-64 0 12 16 255 ; 3 4 ;  ; Water dew point ; Wassertaupunkt
0-64 0 12 17 255 ; 3 4 ;  ; Water dew point outlet / normalised ; Wassertaupunkt Ausgang / normiert
0-64 0 12 18 255 ; 3 4 ;  ; Hydrocarbon dew point ; Kohlenwasserstofftaupunkt
0-64 0 12 19 255 ; 3 4 ;  ; Inferior calorific value ; Heizwert
0-64 0 12 20 255 ; 3 4 ;  ; Water ; Wasser
0-64 0 12 45 255 ; 3 4 ;  ; Density of gas (base conditions) ; Gasdichte (Normzustand)
0-64 0 12 46 255 ; 3 4 ;  ; Relative density ; Relative Dichte
0-64 0 12 54 255 ; 3 4 ;  ; Superior calorific value ; Brennwert
0-64 0 12 60 255 ; 3 4 ;  ; Nitrogen ; Stickstoff
0-64 0 12 61 255 ; 3 4 ;  ; Hydrogen ; Wasserstoff
0-64 0 12 62 255 ; 3 4 ;  ; Oxygen ; Sauerstoff
0-64 0 12 63 255 ; 3 4 ;  ; Helium ; Helium
0-64 0 12 64 255 ; 3 4 ;  ; Argon ; Argon
0-64 0 12 65 255 ; 3 4 ;  ; Carbon monoxide ; Kohlenmonoxid
0-64 0 12 66 255 ; 3 4 ;  ; Carbon dioxide ; Kohlendioxid
0-64 0 12 67 255 ; 3 4 ;  ; Methane ; Methan
0-64 0 12 68 255 ; 3 4 ;  ; Ethene ; Ethen
0-64 0 12 69 255 ; 3 4 ;  ; Ethane ; Ethan
0-64 0 12 70 255 ; 3 4 ;  ; Propene ; Propen
0-64 0 12 71 255 ; 3 4 ;  ; Propane ; Propan
0-64 0 12 72 255 ; 3 4 ;  ; i-Butane ; i-Butan
0-64 0 12 73 255 ; 3 4 ;  ; n-Butane ; n-Butan
0-64 0 12 74 255 ; 3 4 ;  ; neo-Pentane ; neo-Pentan
0-64 0 12 75 255 ; 3 4 ;  ; i-Pentane ; i-Pentan
0-64 0 12 76 255 ; 3 4 ;  ; n-Pentane ; n-Pentan
0-64 0 12 77 255 ; 3 4 ;  ; Hexane ; Hexan
0-64 0 12 78 255 ; 3 4 ;  ; Hexane share of higher hydrocarbons ; Hexananteil höherer Kohlenwasserstoffe
0-64 0 12 79 255 ; 3 4 ;  ; Hexane+ ; Hexan+
0-64 0 12 80 255 ; 3 4 ;  ; Heptane ; Heptan
0-64 0 12 81 255 ; 3 4 ;  ; Octane ; Octan
0-64 0 12 82 255 ; 3 4 ;  ; Nonane ; Nonan
0-64 0 12 83 255 ; 3 4 ;  ; Decane ; Decan
0-64 0 12 84 255 ; 3 4 ;  ; Tetrahydrothiophene ; Tetrahydrothiophen
0-64 0 13 1 255 ; 3 4 ;  ; Internal pipe diameter ; Rohrinnendurchmesser
0-64 0 13 2 255 ; 3 4 ;  ; Orifice diameter ; Blendendurchmesser
0-64 0 13 3 255 ; 3 4 ;  ; Pressure type (orifice) ; Druckart (Blende)
0-64 0 13 4 255 ; 3 4 ;  ; Flow coefficient ; Durchflusskoeffizient
0-64 0 13 5 255 ; 3 4 ;  ; Expansion coefficient ; Expansionszahl
0-64 0 13 6 255 ; 3 4 ;  ; Reflux coefficient ; Rückflusskoeffizient
0-64 0 13 7 255 ; 3 4 ;  ; Isentropic coefficient ; Isentropenexponent
0-64 0 13 8 255 ; 3 4 ;  ; Dynamic viscosity ; Dynamische Viskosität
0-64 0 13 9 255 ; 3 4 ;  ; Differential pressure cut-off ; Differenzdruck-Abschaltgrenze
0-64 0 13 10 255 ; 3 4 ;  ; Reynolds number ; Reynolds-Zahl
0-64 0 14 1 255 ; 3 4 ;  ; Densimeter coefficient K0 ; Dichtegeber-Koeffizient K0
0-64 0 14 2 255 ; 3 4 ;  ; Densimeter coefficient K2 ; Dichtegeber-Koeffizient K2
0-64 0 14 10 255 ; 3 4 ;  ; Densimeter period, instantaneous ; Dichtegeberperiode, Momentanwert
0-64 0 14 11 255 ; 3 4 ;  ; Densimeter period, 15 min ; Dichtegeberperiode, 15 min
0-64 0 15 0-127 255 ; 67 ;  ; Sensor manager {e+1} ; Sensorverwaltung {e+1}
0-64 96 5 0 255 ; 1 3 4 63 7 61 ;  ; Internal operating status, global ; Interner Betriebszustand, gesamt
0-64 96 5 1-9 255 ; 1 3 4 63 ;  ; Internal operating status (status word {e}) ; Interner Betriebszustand (Statuswort {e})
0-64 96 50-99 0-255 0-255 ;  ;  ; Manufacturer specific object ; Herstellerspezifisches Objekt
0-64 97 97 0-9 255 ; 1 3 4 ;  ; Error register {e+1} ; Fehlerregister {e+1}
0-64 97 97 255 255 ; 7 61 ;  ; Error profile ; Fehlerprofil
0-64 98 1 0-127,255 0-99,101-126,255 ; 7 ;  ; Data of billing period (scheme 1){?e+1} ; Abrechnungsdaten (Schema 1){?e+1}
0-64 98 2 0-127,255 0-99,101-126,255 ; 7 ;  ; Data of billing period (scheme 2){?e+1} ; Abrechnungsdaten (Schema 2){?e+1}
0-64 98 3 0-127,255 0-99,101-126,255 ; 7 ;  ; Data of billing period (scheme 3){?e+1} ; Abrechnungsdaten (Schema 3){?e+1}
0-64 98 4 0-127,255 0-99,101-126,255 ; 7 ;  ; Data of billing period (scheme 4){?e+1} ; Abrechnungsdaten (Schema 4){?e+1}
0-64 98 11 0-127 255 ; 7 ;  ; Data of event triggered billing{?e+1} ; Daten der ereignisgesteuerten Abrechnung{?e+1}
0-64 99 99 0 255 ; 7 ;  ; Certification data log ; Eichlogbuch
0-64 99 99 1 255 ; 7 ;  ; Load profile 15 min ; Lastgang 15 min
0-64 99 99 2 255 ; 7 ;  ; Load profile 60 min ; Lastgang 60 min
0-64 99 99 3 255 ; 7 ;  ; Load profile day ; Lastgang Tag
0-64 99 99 4 255 ; 7 ;  ; Load profile month ; Lastgang Monat
0-64 99 98 0-127 255 ; 7 ;  ; Event log {e+1} ; Ereignislog {e+1}
0-64 99 1 4 255 ; 7 ;  ; Load profile with recording interval 1 ; Lastgang mit Erfassungsperiode 1
0-64 99 2 4 255 ; 7 ;  ; Load profile with recording interval 2 ; Lastgang mit Erfassungsperiode 2
0-64 99 3 4 255 ; 7 ;  ; Profile of maxima with recording interval 1 ; Maximaprofil mit Erfassungsperiode 1
0-64 99 4 4 255 ; 7 ;  ; Profile of maxima with recording interval 2 ; Maximaprofil mit Erfassungsperiode 2
0-64 127 0-255 0-255 0-255 ;  ;  ; Inactive object ; Inaktives Objekt
`;
