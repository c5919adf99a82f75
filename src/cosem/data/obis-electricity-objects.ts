/**
 * Listed objects of electricity meters (A = 1; Blue Book part 1, clause 7.5).
 */

/** Listed objects: value groups B to F (ranges and single values) ; classes ; unit ; English ; German. */
export const electricityObjects = `
0-64 0 0 0-9 255 ; 1 3 4 ;  ; Electricity ID {e+1} ; Strom-Kennung {e+1}
0-64 0 0 255 255 ; 7 61 ;  ; Complete electricity ID ; Vollständige Strom-Kennung
0-64 0 1 0 0-99,255 ; 1 3 4 ;  ; Billing period counter (scheme 1) ; Abrechnungsperiodenzähler (Schema 1)
0-64 0 1 1 255 ; 1 3 4 ;  ; Number of available billing periods (scheme 1) ; Anzahl gespeicherter Abrechnungsperioden (Schema 1)
0-64 0 1 2 0-99,101-126 ; 1 3 4 ;  ; Time stamp of billing period (scheme 1) ; Zeitstempel der Abrechnungsperiode (Schema 1)
0-64 0 1 2 255 ; 1 3 4 ;  ; Time stamp of last billing period (scheme 1) ; Zeitstempel der letzten Abrechnungsperiode (Schema 1)
0-64 0 1 3 0-99,255 ; 1 3 4 ;  ; Billing period counter (scheme 2) ; Abrechnungsperiodenzähler (Schema 2)
0-64 0 1 4 255 ; 1 3 4 ;  ; Number of available billing periods (scheme 2) ; Anzahl gespeicherter Abrechnungsperioden (Schema 2)
0-64 0 1 5 0-99,101-126 ; 1 3 4 ;  ; Time stamp of billing period (scheme 2) ; Zeitstempel der Abrechnungsperiode (Schema 2)
0-64 0 1 5 255 ; 1 3 4 ;  ; Time stamp of last billing period (scheme 2) ; Zeitstempel der letzten Abrechnungsperiode (Schema 2)
0-64 0 2 0 255 ; 1 3 4 ;  ; Active firmware identifier ; Aktive Firmware: Kennung
0-64 0 2 1 255 ; 1 3 4 ;  ; Parameter record number ; Parametersatznummer
0-64 0 2 2 255 ; 1 3 4 ;  ; Time switch program number ; Schaltuhrprogrammnummer
0-64 0 2 3 255 ; 1 3 4 ;  ; Ripple control program number ; Rundsteuerprogrammnummer
0-64 0 2 4 255 ; 1 3 4 ;  ; Connection diagram ID ; Schaltbildnummer
0-64 0 2 7 255 ; 1 3 4 ;  ; Passive calendar name ; Name des passiven Tarifkalenders
0-64 0 2 8 255 ; 1 3 4 ;  ; Active firmware signature ; Aktive Firmware: Signatur
0-64 0 2 1 1 ; 1 3 4 ;  ; Parameter record number, line {f} ; Parametersatznummer, Zeile {f}
0-64 0 3 0 255 ; 1 3 4 ; 45 ; Meter constant active energy, LED ; Zählerkonstante Wirkenergie, LED
0-64 0 3 3 255 ; 1 3 4 ; 45 ; Meter constant active energy, output pulse ; Zählerkonstante Wirkenergie, Impulsausgang
0-64 0 3 1 255 ; 1 3 4 ; 46 ; Meter constant reactive energy, LED ; Zählerkonstante Blindenergie, LED
0-64 0 3 4 255 ; 1 3 4 ; 46 ; Meter constant reactive energy, output pulse ; Zählerkonstante Blindenergie, Impulsausgang
0-64 0 3 2 255 ; 1 3 4 ; 47 ; Meter constant apparent energy, LED ; Zählerkonstante Scheinenergie, LED
0-64 0 3 5 255 ; 1 3 4 ; 47 ; Meter constant apparent energy, output pulse ; Zählerkonstante Scheinenergie, Impulsausgang
0-64 0 3 6 255 ; 1 3 4 ;  ; Meter constant volt-squared hours, LED ; Zählerkonstante Quadratvoltstunden, LED
0-64 0 3 7 255 ; 1 3 4 ;  ; Meter constant ampere-squared hours, LED ; Zählerkonstante Quadratamperestunden, LED
0-64 0 3 8 255 ; 1 3 4 ;  ; Meter constant volt-squared hours, output pulse ; Zählerkonstante Quadratvoltstunden, Impulsausgang
0-64 0 3 9 255 ; 1 3 4 ;  ; Meter constant ampere-squared hours, output pulse ; Zählerkonstante Quadratamperestunden, Impulsausgang
0-64 0 4 0 255 ; 1 3 4 ;  ; Reading factor for power ; Ablesefaktor Leistung
0-64 0 4 1 255 ; 1 3 4 ;  ; Reading factor for energy ; Ablesefaktor Energie
0-64 0 4 2 0-99,255 ; 1 3 4 ; 255 ; Current transformer ratio (numerator) ; Stromwandlerverhältnis (Zähler)
0-64 0 4 3 0-99,255 ; 1 3 4 ; 255 ; Voltage transformer ratio (numerator) ; Spannungswandlerverhältnis (Zähler)
0-64 0 4 4 0-99,255 ; 1 3 4 ; 255 ; Overall transformer ratio (numerator) ; Gesamtwandlerverhältnis (Zähler)
0-64 0 4 5 0-99,255 ; 1 3 4 ; 255 ; Current transformer ratio (denominator) ; Stromwandlerverhältnis (Nenner)
0-64 0 4 6 0-99,255 ; 1 3 4 ; 255 ; Voltage transformer ratio (denominator) ; Spannungswandlerverhältnis (Nenner)
0-64 0 4 7 0-99,255 ; 1 3 4 ; 255 ; Overall transformer ratio (denominator) ; Gesamtwandlerverhältnis (Nenner)
0-64 0 5 1 1-4 ; 3 4 ;  ; Demand limit {f} ; Leistungsgrenze {f}
0-64 0 5 2 1-9 ; 3 4 ;  ; Demand limit rate {f} ; Leistungsgrenze Tarif {f}
0-64 0 6 0 255 ; 3 4 ; 35 ; Nominal voltage ; Nennspannung
0-64 0 6 1 255 ; 3 4 ; 33 ; Basic / nominal current ; Nennstrom
0-64 0 6 2 255 ; 3 4 ; 44 ; Nominal frequency ; Nennfrequenz
0-64 0 6 3 255 ; 3 4 ; 33 ; Maximum current ; Höchststrom
0-64 0 6 4 0-99,255 ; 3 4 ; 35 ; Reference voltage for power quality ; Referenzspannung für Spannungsqualität
0-64 0 6 5 0-99,255 ; 3 4 ; 35 ; Reference voltage of auxiliary supply ; Referenzspannung der Hilfsversorgung
0-64 0 7 0 255 ; 1 3 4 ;  ; Input pulse constant active energy ; Eingangsimpulskonstante Wirkenergie
0-64 0 7 1 255 ; 1 3 4 ;  ; Input pulse constant reactive energy ; Eingangsimpulskonstante Blindenergie
0-64 0 7 2 255 ; 1 3 4 ;  ; Input pulse constant apparent energy ; Eingangsimpulskonstante Scheinenergie
0-64 0 7 3 255 ; 1 3 4 ;  ; Input pulse constant volt-squared hours ; Eingangsimpulskonstante Quadratvoltstunden
0-64 0 7 4 255 ; 1 3 4 ;  ; Input pulse constant ampere-squared hours ; Eingangsimpulskonstante Quadratamperestunden
0-64 0 7 5 255 ; 1 3 4 ;  ; Input pulse constant unitless quantities ; Eingangsimpulskonstante einheitenlose Größen
0-64 0 7 10 255 ; 1 3 4 ;  ; Input pulse constant active energy export ; Eingangsimpulskonstante Wirkenergie Lieferung
0-64 0 7 11 255 ; 1 3 4 ;  ; Input pulse constant reactive energy export ; Eingangsimpulskonstante Blindenergie Lieferung
0-64 0 7 12 255 ; 1 3 4 ;  ; Input pulse constant apparent energy export ; Eingangsimpulskonstante Scheinenergie Lieferung
0-64 0 8 0 255 ; 3 1 4 ; 7 ; Measurement period 1 (averaging scheme 1) ; Messperiode 1 (Mittelung 1)
0-64 0 8 1 255 ; 3 1 4 ; 7 ; Measurement period 2 (averaging scheme 2) ; Messperiode 2 (Mittelung 2)
0-64 0 8 2 255 ; 3 1 4 ; 7 ; Measurement period 3 (instantaneous values) ; Messperiode 3 (Momentanwerte)
0-64 0 8 3 255 ; 3 1 4 ; 7 ; Measurement period 4 (test values) ; Messperiode 4 (Prüfwerte)
0-64 0 8 4 255 ; 3 1 4 ; 7 ; Recording interval 1 (load profile) ; Erfassungsperiode 1 (Lastgang)
0-64 0 8 5 255 ; 3 1 4 ; 7 ; Recording interval 2 (load profile) ; Erfassungsperiode 2 (Lastgang)
0-64 0 8 6 255 ; 3 1 4 ; 7 ; Billing period (1) ; Abrechnungsperiode (1)
0-64 0 8 7 255 ; 3 1 4 ; 7 ; Billing period 2 ; Abrechnungsperiode 2
0-64 0 8 8 255 ; 3 1 4 ; 7 ; Measurement period 4 (harmonics) ; Messperiode 4 (Oberschwingungen)
0-64 0 9 0 255 ; 1 3 4 ;  ; Time since end of billing period (scheme 1) ; Zeit seit Abrechnungsende (Schema 1)
0-64 0 9 1 255 ; 1 3 4 ;  ; Local time ; Ortszeit
0-64 0 9 2 255 ; 1 3 4 ;  ; Local date ; Ortsdatum
0-64 0 9 5 255 ; 1 3 4 ;  ; Week day ; Wochentag
0-64 0 9 6 255 ; 1 3 4 ;  ; Time of last reset (scheme 1) ; Uhrzeit der letzten Rückstellung (Schema 1)
0-64 0 9 7 255 ; 1 3 4 ;  ; Date of last reset (scheme 1) ; Datum der letzten Rückstellung (Schema 1)
0-64 0 9 8 255 ; 1 3 4 ;  ; Output pulse duration ; Ausgangsimpulsdauer
0-64 0 9 9 255 ; 1 3 4 ;  ; Clock synchronisation window ; Fenster der Zeitsynchronisation
0-64 0 9 10 255 ; 1 3 4 ;  ; Clock synchronisation method ; Verfahren der Zeitsynchronisation
0-64 0 9 11 255 ; 1 3 4 ;  ; Clock time shift limit ; Grenze der Zeitverstellung
0-64 0 9 12 255 ; 1 3 4 ;  ; Billing reset lockout time (scheme 1) ; Rückstellsperrzeit (Schema 1)
0-64 0 9 13 255 ; 1 3 4 ;  ; Time since end of billing period (scheme 2) ; Zeit seit Abrechnungsende (Schema 2)
0-64 0 9 14 255 ; 1 3 4 ;  ; Time of last reset (scheme 2) ; Uhrzeit der letzten Rückstellung (Schema 2)
0-64 0 9 15 255 ; 1 3 4 ;  ; Date of last reset (scheme 2) ; Datum der letzten Rückstellung (Schema 2)
0-64 0 9 16 255 ; 1 3 4 ;  ; Billing reset lockout time (scheme 2) ; Rückstellsperrzeit (Schema 2)
0-64 0 10 0 0-99,255 ; 3 4 ;  ; Transformer magnetic losses Xm ; Magnetisierungsverluste Xm
0-64 0 10 1 0-99,255 ; 3 4 ;  ; Transformer iron losses RFe ; Eisenverluste RFe
0-64 0 10 2 0-99,255 ; 3 4 ;  ; Line resistance losses RCu ; Leitungswiderstandsverluste RCu
0-64 0 10 3 0-99,255 ; 3 4 ;  ; Line reactance losses Xs ; Leitungsreaktanzverluste Xs
0-64 0 11 1 255 ; 1 3 ;  ; Measurement algorithm active power ; Messverfahren Wirkleistung
0-64 0 11 2 255 ; 1 3 ;  ; Measurement algorithm active energy ; Messverfahren Wirkenergie
0-64 0 11 3 255 ; 1 3 ;  ; Measurement algorithm reactive power ; Messverfahren Blindleistung
0-64 0 11 4 255 ; 1 3 ;  ; Measurement algorithm reactive energy ; Messverfahren Blindenergie
0-64 0 11 5 255 ; 1 3 ;  ; Measurement algorithm apparent power ; Messverfahren Scheinleistung
0-64 0 11 6 255 ; 1 3 ;  ; Measurement algorithm apparent energy ; Messverfahren Scheinenergie
0-64 0 11 7 255 ; 1 3 ;  ; Measurement algorithm power factor ; Messverfahren Leistungsfaktor
0-64 96 1 0-9 255 ; 1 3 ;  ; Metering point ID {e+1} ; Zählpunktbezeichnung {e+1}
0-64 96 1 255 255 ; 7 61 ;  ; Complete metering point ID ; Vollständige Zählpunktbezeichnung
0-64 96 5 0 255 ; 1 3 4 63 7 61 ;  ; Internal operating status, global ; Interner Betriebszustand, gesamt
0-64 96 5 1-4 255 ; 1 3 4 63 ;  ; Internal operating status (status word {e}) ; Interner Betriebszustand (Statuswort {e})
0-64 96 5 5 255 ; 1 3 4 ;  ; Meter started status flag ; Zähler angelaufen (Statusflag)
0-64 96 10 0 255 ; 1 3 4 ;  ; Status missing voltage ; Status Spannung fehlt
0-64 96 10 1 255 ; 1 3 4 ;  ; Status missing current ; Status Strom fehlt
0-64 96 10 2 255 ; 1 3 4 ;  ; Status current without voltage ; Status Strom ohne Spannung
0-64 96 10 3 255 ; 1 3 4 ;  ; Status auxiliary supply ; Status Hilfsversorgung
0-64 96 50-99 0-255 0-255 ;  ;  ; Manufacturer specific object ; Herstellerspezifisches Objekt
0-64 97 97 0-9 255 ; 1 3 4 ;  ; Error register {e+1} ; Fehlerregister {e+1}
0-64 97 97 255 255 ; 7 61 ;  ; Error profile ; Fehlerprofil
0-64 98 1 0-127,255 0-99,101-126,255 ; 7 ;  ; Data of billing period (scheme 1){?e+1} ; Abrechnungsdaten (Schema 1){?e+1}
0-64 98 2 0-127,255 0-99,101-126,255 ; 7 ;  ; Data of billing period (scheme 2){?e+1} ; Abrechnungsdaten (Schema 2){?e+1}
0-64 98 10 0-127 0-99,101-126,255 ; 61 ;  ; Register table{?e+1} ; Registertabelle{?e+1}
0-64 99 1 0-127 255 ; 7 ;  ; Load profile 1{?e+1} ; Lastgang 1{?e+1}
0-64 99 2 0-127 255 ; 7 ;  ; Load profile 2{?e+1} ; Lastgang 2{?e+1}
0-64 99 3 0 255 ; 7 ;  ; Load profile during test ; Lastgang während der Prüfung
0-64 99 10 1 255 ; 7 ;  ; Voltage dips profile ; Profil Spannungseinbrüche
0-64 99 10 2 255 ; 7 ;  ; Voltage swells profile ; Profil Spannungsüberhöhungen
0-64 99 10 3 255 ; 7 ;  ; Voltage cuts profile ; Profil Spannungsunterbrechungen
0-64 99 11 1-120,124-127 255 ; 7 ;  ; Voltage harmonic profile {e} ; Profil Spannungsoberschwingung {e}
0-64 99 12 1-120,124-127 255 ; 7 ;  ; Current harmonic profile {e} ; Profil Stromoberschwingung {e}
0-64 99 13 0 255 ; 7 ;  ; Voltage unbalance profile ; Profil Spannungsunsymmetrie
0-64 99 14 0-127 255 ; 7 ;  ; Power quality profile{?e+1} ; Spannungsqualitätsprofil{?e+1}
0-64 99 97 0-127 255 ; 7 ;  ; Power failure event log{?e+1} ; Ausfalllog{?e+1}
0-64 99 98 0-127 255 ; 7 ;  ; Event log {e+1} ; Ereignislog {e+1}
0-64 99 99 0-127 255 ; 7 ;  ; Certification data log{?e+1} ; Eichlogbuch{?e+1}
0-64 127 0-255 0-255 0-255 ;  ;  ; Inactive object ; Inaktives Objekt
`;
