/**
 * Codes of the readouts of heat meters (EN 1434-3; Landis+Gyr T550, UH50, 2WR5): their own, not those of OBIS for medium 6, which
 * they are written with. F is 1 at the last yearly set day.
 */

/** Code ; name ; in German. */
export const heatReadout = `
6-0:6.8.0 ; Heat energy ; Wärmeenergie
6-0:6.8.0*1 ; Heat energy at the yearly set day ; Wärmeenergie am Jahresstichtag
6-0:6.26.0 ; Volume ; Volumen
6-0:6.26.0*1 ; Volume at the yearly set day ; Volumen am Jahresstichtag
6-0:6.6.0 ; Maximum power ; Maximale Leistung
6-0:6.6.0*1 ; Maximum power at the yearly set day ; Maximale Leistung am Jahresstichtag
6-0:6.33.0 ; Maximum flow ; Maximaler Durchfluss
6-0:6.33.0*1 ; Maximum flow at the yearly set day ; Maximaler Durchfluss am Jahresstichtag
6-0:9.4.0 ; Maximum flow and return temperatures ; Maximale Vor- und Rücklauftemperatur
6-0:9.4.0*1 ; Maximum flow and return temperatures at the yearly set day ; Maximale Vor- und Rücklauftemperatur am Jahresstichtag
6-0:6.31.0 ; Operating time ; Betriebszeit
6-0:6.32.0 ; Fault time ; Fehlzeit
6-0:6.32.0*1 ; Fault time at the yearly set day ; Fehlzeit am Jahresstichtag
6-0:6.35.0 ; Measuring period ; Messperiode
6-0:6.36.0 ; Yearly set day ; Jahresstichtag
6-0:6.36.0*2 ; Monthly set day ; Monatsstichtag
6-0:9.20.0 ; Device number ; Gerätenummer
6-0:9.21.0 ; Owner's number ; Eigentumsnummer
6-0:9.24.0 ; Measuring range of the flow ; Messbereich des Durchflusses
6-0:9.31.0 ; Time with flow ; Zeit mit Durchfluss
6-0:9.36.0 ; Date and time ; Datum und Uhrzeit
6-0:0.0.0 ; Meter number ; Zählernummer
`;
