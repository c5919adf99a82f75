/**
 * Abstract objects (A = 0): clock, associations, set-ups, counters, event objects and all that belongs to no medium
 * (Blue Book part 1, clause 7.4). One line for each pattern of value groups; the words are names for people.
 */

/** Listed objects: value groups B to F (ranges and single values) ; classes ; unit ; English ; German. */
export const abstractObjects = `
0-64 0 1 0 0-99,255 ; 1 3 4 ;  ; Billing period counter (scheme 1) ; Abrechnungsperiodenzähler (Schema 1)
0-64 0 1 1 255 ; 1 3 4 ;  ; Number of available billing periods (scheme 1) ; Anzahl gespeicherter Abrechnungsperioden (Schema 1)
0-64 0 1 2 0-99,101-126 ; 1 3 4 ;  ; Time stamp of billing period (scheme 1) ; Zeitstempel der Abrechnungsperiode (Schema 1)
0-64 0 1 2 255 ; 1 3 4 ;  ; Time stamp of last billing period (scheme 1) ; Zeitstempel der letzten Abrechnungsperiode (Schema 1)
0-64 0 1 3 0-99,255 ; 1 3 4 ;  ; Billing period counter (scheme 2) ; Abrechnungsperiodenzähler (Schema 2)
0-64 0 1 4 255 ; 1 3 4 ;  ; Number of available billing periods (scheme 2) ; Anzahl gespeicherter Abrechnungsperioden (Schema 2)
0-64 0 1 5 0-99,101-126 ; 1 3 4 ;  ; Time stamp of billing period (scheme 2) ; Zeitstempel der Abrechnungsperiode (Schema 2)
0-64 0 1 5 255 ; 1 3 4 ;  ; Time stamp of last billing period (scheme 2) ; Zeitstempel der letzten Abrechnungsperiode (Schema 2)
0-64 0 2 0 255 ; 1 3 4 ;  ; Active firmware identifier ; Aktive Firmware: Kennung
0-64 0 2 1 255 ; 1 3 4 ;  ; Active firmware version ; Aktive Firmware: Version
0-64 0 2 8 255 ; 1 3 4 ;  ; Active firmware signature ; Aktive Firmware: Signatur
0-64 0 9 1 255 ; 1 3 4 ;  ; Local time ; Ortszeit
0-64 0 9 2 255 ; 1 3 4 ;  ; Local date ; Ortsdatum
0-64 1 0 0-127 255 ; 8 ;  ; Clock{?e+1} ; Uhr{?e+1}
0-64 1 1 0-127 255 ; 1 3 4 ;  ; Unix clock{?e+1} ; Unix-Zeit{?e+1}
0-64 1 2 0-127 255 ; 1 3 4 ;  ; High resolution clock{?e+1} ; Hochauflösende Uhr{?e+1}
0-64 2 0 0-127 255 ; 27 ;  ; Modem configuration{?e+1} ; Modemkonfiguration{?e+1}
0-64 2 1 0-127 255 ; 29 ;  ; Auto connect{?e+1} ; Automatischer Verbindungsaufbau{?e+1}
0-64 2 2 0-127 255 ; 28 ;  ; Auto answer{?e+1} ; Automatische Rufannahme{?e+1}
0-64 10 0-127 0 255 ; 9 ;  ; Global meter reset script table ; Skripttabelle Zähler-Reset
0-64 10 0-127 1 255 ; 9 ;  ; MDI reset / end of billing period script table ; Skripttabelle Maximumrückstellung / Abrechnungsende
0-64 10 0-127 100 255 ; 9 ;  ; Tariff script table ; Skripttabelle Tarifumschaltung
0-64 10 0-127 101 255 ; 9 ;  ; Activate test mode script table ; Skripttabelle Prüfmodus ein
0-64 10 0-127 102 255 ; 9 ;  ; Activate normal mode script table ; Skripttabelle Normalmodus ein
0-64 10 0-127 103 255 ; 9 ;  ; Set output signals script table ; Skripttabelle Ausgänge setzen
0-64 10 0-127 104 255 ; 9 ;  ; Switch optical test output script table ; Skripttabelle optischer Prüfausgang
0-64 10 0-127 105 255 ; 9 ;  ; Power quality measurement script table ; Skripttabelle Spannungsqualität
0-64 10 0-127 106 255 ; 9 ;  ; Disconnect control script table ; Skripttabelle Trennschalter
0-64 10 0-127 107 255 ; 9 ;  ; Image activation script table ; Skripttabelle Firmwareaktivierung
0-64 10 0-127 108 255 ; 9 ;  ; Push script table ; Skripttabelle Push
0-64 10 0-127 109 255 ; 9 ;  ; Load profile control script table ; Skripttabelle Lastgangsteuerung
0-64 10 0-127 110 255 ; 9 ;  ; M-Bus profile control script table ; Skripttabelle M-Bus-Profil
0-64 10 0-127 111 255 ; 9 ;  ; Function control script table ; Skripttabelle Funktionssteuerung
0-64 10 0-127 125 255 ; 9 ;  ; Broadcast script table ; Skripttabelle Broadcast
0-64 11 0 0-127 255 ; 11 ;  ; Special days table{?e+1} ; Sondertagetabelle{?e+1}
0-64 12 0 0-127 255 ; 10 ;  ; Schedule{?e+1} ; Zeitplan{?e+1}
0-64 13 0 0-127 255 ; 20 ;  ; Activity calendar{?e+1} ; Tarifkalender{?e+1}
0-64 14 0 0-127 255 ; 6 ;  ; Register activation{?e+1} ; Registeraktivierung{?e+1}
0-64 15 0-127 0 255 ; 22 ;  ; End of billing period schedule ; Zeitplan Abrechnungsende
0-64 15 0-127 1 255 ; 22 ;  ; Disconnect control schedule ; Zeitplan Trennschalter
0-64 15 0-127 2 255 ; 22 ;  ; Image activation schedule ; Zeitplan Firmwareaktivierung
0-64 15 0-127 3 255 ; 22 ;  ; Output control schedule ; Zeitplan Ausgangssteuerung
0-64 15 0-127 4 255 ; 22 ;  ; Push schedule ; Zeitplan Push
0-64 15 0-127 5 255 ; 22 ;  ; Load profile control schedule ; Zeitplan Lastgangsteuerung
0-64 15 0-127 6 255 ; 22 ;  ; M-Bus profile control schedule ; Zeitplan M-Bus-Profil
0-64 15 0-127 7 255 ; 22 ;  ; Function control schedule ; Zeitplan Funktionssteuerung
0-64 16 0 0-127 255 ; 21 ;  ; Register monitor{?e+1} ; Registerüberwachung{?e+1}
0-64 16 1 0-9 255 ; 21 ;  ; Alarm monitor {e+1} ; Alarmüberwachung {e+1}
0-64 16 2 0-127 255 ; 65 ;  ; Parameter monitor{?e+1} ; Parameterüberwachung{?e+1}
0-64 17 0 0-127 255 ; 71 ;  ; Limiter{?e+1} ; Begrenzer{?e+1}
0-64 18 0 0-127 255 ; 123 ;  ; Array manager{?e+1} ; Array-Verwaltung{?e+1}
0-64 19 0-9 0 255 ; 111 ;  ; Account {d+1} ; Konto {d+1}
0-64 19 10-19 0-127 255 ; 112 ;  ; Credit {d-10}.{e} ; Guthaben {d-10}.{e}
0-64 19 20-29 0-127 255 ; 113 ;  ; Charge {d-20}.{e} ; Belastung {d-20}.{e}
0-64 19 40-49 0-127 255 ; 115 ;  ; Token gateway {d-40}.{e} ; Token-Gateway {d-40}.{e}
0-64 19 50-59 1 255 ; 1 3 4 ;  ; Maximum credit limit {d-50} ; Höchstguthaben {d-50}
0-64 19 50-59 2 255 ; 1 3 4 ;  ; Maximum vend limit {d-50} ; Höchster Kaufbetrag {d-50}
0-64 19 60-69 0 255 ; 116 ;  ; IEC 62055-41 attributes {d-60} ; IEC-62055-41-Attribute {d-60}
0-64 20 0 0 255 ; 19 ;  ; IEC optical port setup ; Optische Schnittstelle (IEC)
0-64 20 0 1 255 ; 19 ;  ; IEC electrical port setup ; Elektrische Schnittstelle (IEC)
0-64 21 0 0 255 ; 7 ;  ; General local port readout ; Auslesung lokale Schnittstelle
0-64 21 0 1 255 ; 7 ;  ; General display readout ; Anzeigeliste (Standard)
0-64 21 0 2 255 ; 7 ;  ; Alternate display readout ; Anzeigeliste (alternativ)
0-64 21 0 3 255 ; 7 ;  ; Service display readout ; Anzeigeliste (Service)
0-64 21 0 4 255 ; 7 ;  ; List of configurable meter data ; Liste konfigurierbarer Zählerdaten
0-64 21 0 5-127 255 ; 7 ;  ; Additional readout profile {e-4} ; Zusätzliche Auslesung {e-4}
0-64 22 0 0 255 ; 23 ;  ; IEC HDLC setup ; HDLC-Schnittstelle
0-64 23 0 0 255 ; 24 ;  ; IEC twisted pair (1) setup ; Zweidrahtschnittstelle
0-64 23 1 0 255 ; 43 ;  ; IEC twisted pair MAC address ; MAC-Adresse Zweidrahtschnittstelle
0-64 23 2 0 255 ; 1 3 4 ;  ; IEC twisted pair fatal error register ; Fehlerregister Zweidrahtschnittstelle
0-64 23 3 0 255 ; 7 ;  ; IEC 62056-3-1 short readout ; IEC 62056-3-1 Kurzauslesung
0-64 23 3 1 255 ; 7 ;  ; IEC 62056-3-1 long readout ; IEC 62056-3-1 Langauslesung
0-64 23 3 2-9 255 ; 7 ;  ; IEC 62056-3-1 alternate readout {e-1} ; IEC 62056-3-1 Alternativauslesung {e-1}
0-64 23 3 10-127 255 ; 1 ;  ; IEC 62056-3-1 readout parametrisation {e} ; IEC 62056-3-1 Ausleseparameter {e}
0-64 24 0 0 255 ; 25 ;  ; M-Bus slave port setup ; M-Bus-Slave-Schnittstelle
0-64 24 1 0 255 ; 72 ;  ; M-Bus client ; M-Bus-Client
0-64 24 2 0-127 255 ; 4 ;  ; M-Bus value {e} ; M-Bus-Wert {e}
0-64 24 3 0-127 255 ; 7 ;  ; M-Bus load profile{?e+1} ; M-Bus-Lastgang{?e+1}
0-64 24 4 0 255 ; 70 ;  ; M-Bus disconnect control ; M-Bus-Ventil / Trennschalter
0-64 24 5 0 255 ; 7 ;  ; M-Bus control log ; M-Bus-Steuerlog
0-64 24 6 0 255 ; 74 ;  ; M-Bus master port setup ; M-Bus-Master-Schnittstelle
0-64 24 8 0-127 255 ; 76 ;  ; DLMS/COSEM server M-Bus port setup{?e+1} ; M-Bus-Port des DLMS-Servers{?e+1}
0-64 24 9 0-127 255 ; 77 ;  ; M-Bus diagnostic{?e+1} ; M-Bus-Diagnose{?e+1}
0-64 25 0 0-127 255 ; 41 ;  ; TCP-UDP setup{?e+1} ; TCP/UDP-Einstellungen{?e+1}
0-64 25 1 0-127 255 ; 42 ;  ; IPv4 setup{?e+1} ; IPv4-Einstellungen{?e+1}
0-64 25 2 0-127 255 ; 43 ;  ; MAC address setup{?e+1} ; MAC-Adresse{?e+1}
0-64 25 3 0-127 255 ; 44 ;  ; PPP setup{?e+1} ; PPP-Einstellungen{?e+1}
0-64 25 4 0-127 255 ; 45 ;  ; GPRS modem setup{?e+1} ; GPRS-Modem-Einstellungen{?e+1}
0-64 25 5 0-127 255 ; 46 ;  ; SMTP setup{?e+1} ; SMTP-Einstellungen{?e+1}
0-64 25 6 0-127 255 ; 47 ;  ; GSM diagnostic{?e+1} ; Mobilfunkdiagnose{?e+1}
0-64 25 7 0-127 255 ; 48 ;  ; IPv6 setup{?e+1} ; IPv6-Einstellungen{?e+1}
0-64 25 9 0-127 255 ; 40 ;  ; Push setup{?e+1} ; Push-Einstellungen{?e+1}
0-64 25 10 0-127 255 ; 100 ;  ; NTP setup{?e+1} ; NTP-Einstellungen{?e+1}
0-64 25 11 0-127 255 ; 151 ;  ; LTE monitoring{?e+1} ; LTE-Überwachung{?e+1}
0-64 26 0 0-127 255 ; 50 ;  ; S-FSK PHY and MAC setup{?e+1} ; S-FSK PHY/MAC-Einstellungen{?e+1}
0-64 26 1 0-127 255 ; 51 ;  ; S-FSK active initiator{?e+1} ; S-FSK aktiver Initiator{?e+1}
0-64 26 2 0-127 255 ; 52 ;  ; S-FSK MAC synchronisation timeouts{?e+1} ; S-FSK MAC-Synchronisationszeiten{?e+1}
0-64 26 3 0-127 255 ; 53 ;  ; S-FSK MAC counters{?e+1} ; S-FSK MAC-Zähler{?e+1}
0-64 26 5 0-127 255 ; 55 ;  ; IEC 61334-4-32 LLC setup{?e+1} ; IEC 61334-4-32 LLC-Einstellungen{?e+1}
0-64 26 6 0-127 255 ; 56 ;  ; S-FSK reporting system list{?e+1} ; S-FSK Meldeliste{?e+1}
0-64 27 0 0-127 255 ; 57 ;  ; ISO/IEC 8802-2 LLC type 1 setup{?e+1} ; ISO/IEC 8802-2 LLC Typ 1{?e+1}
0-64 27 1 0-127 255 ; 58 ;  ; ISO/IEC 8802-2 LLC type 2 setup{?e+1} ; ISO/IEC 8802-2 LLC Typ 2{?e+1}
0-64 27 2 0-127 255 ; 59 ;  ; ISO/IEC 8802-2 LLC type 3 setup{?e+1} ; ISO/IEC 8802-2 LLC Typ 3{?e+1}
0-64 28 0 0-127 255 ; 80 ;  ; PRIME LLC SSCS setup{?e+1} ; PRIME LLC-SSCS-Einstellungen{?e+1}
0-64 28 1 0-127 255 ; 81 ;  ; PRIME physical layer counters{?e+1} ; PRIME PHY-Zähler{?e+1}
0-64 28 2 0-127 255 ; 82 ;  ; PRIME MAC setup{?e+1} ; PRIME MAC-Einstellungen{?e+1}
0-64 28 3 0-127 255 ; 83 ;  ; PRIME MAC functional parameters{?e+1} ; PRIME MAC-Parameter{?e+1}
0-64 28 4 0-127 255 ; 84 ;  ; PRIME MAC counters{?e+1} ; PRIME MAC-Zähler{?e+1}
0-64 28 5 0-127 255 ; 85 ;  ; PRIME MAC network administration data{?e+1} ; PRIME Netzverwaltung{?e+1}
0-64 28 6 0-127 255 ; 43 ;  ; PRIME MAC address{?e+1} ; PRIME MAC-Adresse{?e+1}
0-64 28 7 0-127 255 ; 86 ;  ; PRIME application identification{?e+1} ; PRIME Anwendungskennung{?e+1}
0-64 29 0 0-127 255 ; 90 ;  ; G3-PLC MAC layer counters{?e+1} ; G3-PLC MAC-Zähler{?e+1}
0-64 29 1 0-127 255 ; 91 ;  ; G3-PLC MAC setup{?e+1} ; G3-PLC MAC-Einstellungen{?e+1}
0-64 29 2 0-127 255 ; 92 ;  ; G3-PLC 6LoWPAN adaptation layer setup{?e+1} ; G3-PLC 6LoWPAN-Einstellungen{?e+1}
0-64 30 0 0-127 255 ; 101 ;  ; ZigBee SAS startup{?e+1} ; ZigBee SAS Start{?e+1}
0-64 30 1 0-127 255 ; 102 ;  ; ZigBee SAS join{?e+1} ; ZigBee SAS Beitritt{?e+1}
0-64 30 2 0-127 255 ; 103 ;  ; ZigBee SAS APS fragmentation{?e+1} ; ZigBee SAS APS-Fragmentierung{?e+1}
0-64 30 3 0-127 255 ; 104 ;  ; ZigBee network control{?e+1} ; ZigBee Netzsteuerung{?e+1}
0-64 30 4 0-127 255 ; 105 ;  ; ZigBee tunnel setup{?e+1} ; ZigBee Tunnel{?e+1}
0-64 31 0 0-127 255 ; 73 ;  ; Wireless mode Q channel{?e+1} ; Funkkanal Mode Q{?e+1}
0-64 33 0 0-127 255 ; 140 ;  ; HS-PLC MAC setup{?e+1} ; HS-PLC MAC-Einstellungen{?e+1}
0-64 33 1 0-127 255 ; 141 ;  ; HS-PLC CPAS setup{?e+1} ; HS-PLC CPAS-Einstellungen{?e+1}
0-64 33 2 0-127 255 ; 142 ;  ; HS-PLC IP SSAS setup{?e+1} ; HS-PLC IP-SSAS-Einstellungen{?e+1}
0-64 33 3 0-127 255 ; 143 ;  ; HS-PLC HDLC SSAS setup{?e+1} ; HS-PLC HDLC-SSAS-Einstellungen{?e+1}
0 40 0 0 255 ; 12 15 ;  ; Current association ; Aktuelle Assoziation
0 40 0 1-127 255 ; 12 15 ;  ; Association {e} ; Assoziation {e}
0 41 0 0 255 ; 17 ;  ; SAP assignment ; SAP-Zuordnung
0 42 0 0 255 ; 1 ;  ; COSEM logical device name ; COSEM-Gerätename (LDN)
0 43 0 0-127 255 ; 64 ;  ; Security setup{?e+1} ; Sicherheitseinstellungen{?e+1}
0-64 43 1 0-127 255 ; 1 3 4 ;  ; Invocation counter {e} ; Aufrufzähler (Frame Counter) {e}
0-64 43 2 0-127 255 ; 30 ;  ; Data protection{?e+1} ; Datenschutzobjekt{?e+1}
0 44 0 0-127 255 ; 18 ;  ; Image transfer{?e+1} ; Firmwareübertragung{?e+1}
0 44 1 0-127 255 ; 122 ;  ; Function control{?e+1} ; Funktionssteuerung{?e+1}
0 44 2 0-127 255 ; 124 ;  ; Communication port protection {e} ; Schnittstellenschutz {e}
0-64 65 0-15 0-127 255 ; 26 ;  ; Utility standard table, D={d} E={e} ; Standardtabelle, D={d} E={e}
0-64 65 16-31 0-127 255 ; 26 ;  ; Utility manufacturer table, D={d-16} E={e} ; Herstellertabelle, D={d-16} E={e}
0-64 65 32-47 0-127 255 ; 26 ;  ; Standard pending table, D={d-32} E={e} ; Standardtabelle, wartend, D={d-32} E={e}
0-64 65 48-63 0-127 255 ; 26 ;  ; Manufacturer pending table, D={d-48} E={e} ; Herstellertabelle, wartend, D={d-48} E={e}
0-64 66 0 0-127 255 ; 62 ;  ; Compact data {e} ; Kompaktdaten {e}
0-64 96 1 0 255 ; 1 3 4 ;  ; Device ID 1, serial number ; Gerätekennung 1, Seriennummer
0-64 96 1 1-9 255 ; 1 3 4 ;  ; Device ID {e+1} ; Gerätekennung {e+1}
0-64 96 1 10 255 ; 1 3 4 ;  ; Metering point ID ; Zählpunktbezeichnung
0-64 96 1 255 255 ; 7 61 ;  ; Complete device ID ; Vollständige Gerätekennung
0-64 96 2 0 255 ; 1 3 4 ;  ; Number of configuration changes ; Anzahl Parametrierungen
0-64 96 2 1 255 ; 1 3 4 ;  ; Date of last configuration change ; Datum der letzten Parametrierung
0-64 96 2 2 255 ; 1 3 4 ;  ; Date of last time switch program change ; Datum der letzten Schaltuhränderung
0-64 96 2 3 255 ; 1 3 4 ;  ; Date of last ripple control program change ; Datum der letzten Rundsteueränderung
0-64 96 2 4 255 ; 1 3 4 ;  ; Status of security switches ; Zustand der Sicherheitsschalter
0-64 96 2 5 255 ; 1 3 4 ;  ; Date of last calibration ; Datum der letzten Eichung
0-64 96 2 6 255 ; 1 3 4 ;  ; Date of next configuration change ; Datum der nächsten Parametrierung
0-64 96 2 7 255 ; 1 3 4 ;  ; Date of passive calendar activation ; Datum der Aktivierung des passiven Tarifkalenders
0-64 96 2 10 255 ; 1 3 4 ;  ; Number of protected configuration changes ; Anzahl geschützter Parametrierungen
0-64 96 2 11 255 ; 1 3 4 ;  ; Date of last protected configuration change ; Datum der letzten geschützten Parametrierung
0-64 96 2 12 255 ; 1 3 4 ;  ; Date of last clock synchronisation ; Datum der letzten Zeitsynchronisation
0-64 96 2 13 255 ; 1 3 4 ;  ; Date of last firmware activation ; Datum der letzten Firmwareaktivierung
0-64 96 3 0 255 ; 1 3 4 63 7 61 ;  ; Input/output control signals, global ; Ein-/Ausgangssignale, gesamt
0-64 96 3 1 255 ; 1 3 4 63 ;  ; Input control signals (status word 1) ; Eingangssignale (Statuswort 1)
0-64 96 3 2 255 ; 1 3 4 63 ;  ; Output control signals (status word 2) ; Ausgangssignale (Statuswort 2)
0-64 96 3 3-4 255 ; 1 3 4 63 ;  ; Input/output control signals (status word {e}) ; Ein-/Ausgangssignale (Statuswort {e})
0-64 96 3 10 255 ; 70 ;  ; Disconnect control ; Trennschalter
0-64 96 3 20-29 255 ; 68 ;  ; Arbitrator {e-20} ; Arbitrator {e-20}
0-64 96 4 0 255 ; 1 3 4 63 7 61 ;  ; Internal control signals, global ; Interne Steuersignale, gesamt
0-64 96 4 1-4 255 ; 1 3 4 63 ;  ; Internal control signals (status word {e}) ; Interne Steuersignale (Statuswort {e})
0-64 96 5 0 255 ; 1 3 4 63 7 61 ;  ; Internal operating status, global ; Interner Betriebszustand, gesamt
0-64 96 5 1-4 255 ; 1 3 4 63 ;  ; Internal operating status (status word {e}) ; Interner Betriebszustand (Statuswort {e})
0-64 96 6 0 255 ; 1 3 4 ;  ; Battery use time ; Batteriebetriebszeit
0-64 96 6 1 255 ; 1 3 4 ;  ; Battery charge ; Batterieladung
0-64 96 6 2 255 ; 1 3 4 ;  ; Date of next battery change ; Datum des nächsten Batteriewechsels
0-64 96 6 3 255 ; 1 3 4 ;  ; Battery voltage ; Batteriespannung
0-64 96 6 4 255 ; 1 3 4 ;  ; Battery initial capacity ; Batterie-Anfangskapazität
0-64 96 6 5 255 ; 1 3 4 ;  ; Battery installation time ; Einbauzeit der Batterie
0-64 96 6 6 255 ; 1 3 4 ;  ; Battery remaining use time ; Restlaufzeit der Batterie
0-64 96 6 10 255 ; 1 3 4 ;  ; Auxiliary supply use time ; Betriebszeit der Hilfsversorgung
0-64 96 6 11 255 ; 1 3 4 ;  ; Auxiliary supply voltage ; Spannung der Hilfsversorgung
0-64 96 7 0 255 ; 1 3 4 ;  ; Number of power failures in all three phases ; Anzahl Spannungsausfälle in allen drei Phasen
0-64 96 7 1 255 ; 1 3 4 ;  ; Number of power failures in phase L1 ; Anzahl Spannungsausfälle in Phase L1
0-64 96 7 2 255 ; 1 3 4 ;  ; Number of power failures in phase L2 ; Anzahl Spannungsausfälle in Phase L2
0-64 96 7 3 255 ; 1 3 4 ;  ; Number of power failures in phase L3 ; Anzahl Spannungsausfälle in Phase L3
0-64 96 7 4 255 ; 1 3 4 ;  ; Number of auxiliary supply failures ; Anzahl Ausfälle der Hilfsversorgung
0-64 96 7 5 255 ; 1 3 4 ;  ; Number of long power failures in all three phases ; Anzahl langer Spannungsausfälle in allen drei Phasen
0-64 96 7 6 255 ; 1 3 4 ;  ; Number of long power failures in phase L1 ; Anzahl langer Spannungsausfälle in Phase L1
0-64 96 7 7 255 ; 1 3 4 ;  ; Number of long power failures in phase L2 ; Anzahl langer Spannungsausfälle in Phase L2
0-64 96 7 8 255 ; 1 3 4 ;  ; Number of long power failures in phase L3 ; Anzahl langer Spannungsausfälle in Phase L3
0-64 96 7 9 255 ; 1 3 4 ;  ; Number of long power failures in any phase ; Anzahl langer Spannungsausfälle in einer beliebigen Phase
0-64 96 7 10 255 ; 1 3 4 ;  ; Time of power failure in all three phases ; Zeitpunkt des Spannungsausfalls in allen drei Phasen
0-64 96 7 11 255 ; 1 3 4 ;  ; Time of power failure in phase L1 ; Zeitpunkt des Spannungsausfalls in Phase L1
0-64 96 7 12 255 ; 1 3 4 ;  ; Time of power failure in phase L2 ; Zeitpunkt des Spannungsausfalls in Phase L2
0-64 96 7 13 255 ; 1 3 4 ;  ; Time of power failure in phase L3 ; Zeitpunkt des Spannungsausfalls in Phase L3
0-64 96 7 14 255 ; 1 3 4 ;  ; Time of power failure in any phase ; Zeitpunkt des Spannungsausfalls in einer beliebigen Phase
0-64 96 7 15 255 ; 1 3 4 ;  ; Duration of long power failure in all three phases ; Dauer des langen Spannungsausfalls in allen drei Phasen
0-64 96 7 16 255 ; 1 3 4 ;  ; Duration of long power failure in phase L1 ; Dauer des langen Spannungsausfalls in Phase L1
0-64 96 7 17 255 ; 1 3 4 ;  ; Duration of long power failure in phase L2 ; Dauer des langen Spannungsausfalls in Phase L2
0-64 96 7 18 255 ; 1 3 4 ;  ; Duration of long power failure in phase L3 ; Dauer des langen Spannungsausfalls in Phase L3
0-64 96 7 19 255 ; 1 3 4 ;  ; Duration of long power failure in any phase ; Dauer des langen Spannungsausfalls in einer beliebigen Phase
0-64 96 7 20 255 ; 1 3 4 ;  ; Time threshold for long power failure ; Zeitschwelle für lange Spannungsausfälle
0-64 96 7 21 255 ; 1 3 4 ;  ; Number of power failures in any phase ; Anzahl Spannungsausfälle in einer beliebigen Phase
0-64 96 8 0 255 ; 1 3 4 ;  ; Operating time total ; Betriebszeit gesamt
0-64 96 8 1-63 255 ; 1 3 4 ;  ; Operating time rate {e} ; Betriebszeit Tarif {e}
0-64 96 9 0 255 ; 3 4 ;  ; Ambient temperature ; Umgebungstemperatur
0-64 96 9 1 255 ; 3 4 ;  ; Ambient pressure ; Umgebungsdruck
0-64 96 9 2 255 ; 3 4 ;  ; Relative humidity ; Relative Luftfeuchte
0-64 96 10 1-10 255 ; 1 3 4 63 ;  ; Status register {e} ; Statusregister {e}
0-64 96 11 0-99 255 ; 1 3 4 ;  ; Event code {e+1} ; Ereigniscode {e+1}
0-64 96 12 1 255 ; 1 3 4 ;  ; Number of connections ; Anzahl Verbindungen
0-64 96 12 4 255 ; 1 3 4 ;  ; Communication port parameter 1 ; Schnittstellenparameter 1
0-64 96 12 5 255 ; 1 3 4 ;  ; GSM field strength ; GSM-Feldstärke
0-64 96 12 6 255 ; 1 3 4 ;  ; Telephone number / communication address ; Telefonnummer / Kommunikationsadresse
0-64 96 13 0 255 ; 1 3 4 ;  ; Consumer message (local port) ; Kundennachricht (lokale Schnittstelle)
0-64 96 13 1 255 ; 1 3 4 ;  ; Consumer message (display) ; Kundennachricht (Anzeige)
0-64 96 14 0-15 255 ; 1 3 4 ;  ; Currently active tariff{?e+1} ; Aktueller Tarif{?e+1}
0-64 96 15 0-99 255 ; 1 3 4 ;  ; Event counter {e+1} ; Ereigniszähler {e+1}
0-64 96 16 0-9 255 ; 1 3 4 ;  ; Profile entry digital signature {e+1} ; Digitale Signatur des Profileintrags {e+1}
0-64 96 17 0-127 255 ; 1 3 4 ;  ; Profile entry counter {e+1} ; Profileintragszähler {e+1}
0-64 96 20 0 255 ; 1 3 4 ;  ; Meter open event: counter ; Ereignis Zähler geöffnet: Zähler
0-64 96 20 1 255 ; 1 3 4 ;  ; Meter open event: time of current occurrence ; Ereignis Zähler geöffnet: Zeitpunkt des aktuellen Auftretens
0-64 96 20 2 255 ; 1 3 4 ;  ; Meter open event: duration of current occurrence ; Ereignis Zähler geöffnet: Dauer des aktuellen Auftretens
0-64 96 20 3 255 ; 1 3 4 ;  ; Meter open event: cumulative duration ; Ereignis Zähler geöffnet: Gesamtdauer
0-64 96 20 5 255 ; 1 3 4 ;  ; Terminal cover open event: counter ; Ereignis Klemmendeckel geöffnet: Zähler
0-64 96 20 6 255 ; 1 3 4 ;  ; Terminal cover open event: time of current occurrence ; Ereignis Klemmendeckel geöffnet: Zeitpunkt des aktuellen Auftretens
0-64 96 20 7 255 ; 1 3 4 ;  ; Terminal cover open event: duration of current occurrence ; Ereignis Klemmendeckel geöffnet: Dauer des aktuellen Auftretens
0-64 96 20 8 255 ; 1 3 4 ;  ; Terminal cover open event: cumulative duration ; Ereignis Klemmendeckel geöffnet: Gesamtdauer
0-64 96 20 10 255 ; 1 3 4 ;  ; Tilt event: counter ; Ereignis Neigung: Zähler
0-64 96 20 11 255 ; 1 3 4 ;  ; Tilt event: time of current occurrence ; Ereignis Neigung: Zeitpunkt des aktuellen Auftretens
0-64 96 20 12 255 ; 1 3 4 ;  ; Tilt event: duration of current occurrence ; Ereignis Neigung: Dauer des aktuellen Auftretens
0-64 96 20 13 255 ; 1 3 4 ;  ; Tilt event: cumulative duration ; Ereignis Neigung: Gesamtdauer
0-64 96 20 15 255 ; 1 3 4 ;  ; Strong DC magnetic field event: counter ; Ereignis starkes Magnetfeld: Zähler
0-64 96 20 16 255 ; 1 3 4 ;  ; Strong DC magnetic field event: time of current occurrence ; Ereignis starkes Magnetfeld: Zeitpunkt des aktuellen Auftretens
0-64 96 20 17 255 ; 1 3 4 ;  ; Strong DC magnetic field event: duration of current occurrence ; Ereignis starkes Magnetfeld: Dauer des aktuellen Auftretens
0-64 96 20 18 255 ; 1 3 4 ;  ; Strong DC magnetic field event: cumulative duration ; Ereignis starkes Magnetfeld: Gesamtdauer
0-64 96 20 20 255 ; 1 3 4 ;  ; Supply switch / valve tamper event: counter ; Ereignis Manipulation Schalter/Ventil: Zähler
0-64 96 20 21 255 ; 1 3 4 ;  ; Supply switch / valve tamper event: time of current occurrence ; Ereignis Manipulation Schalter/Ventil: Zeitpunkt des aktuellen Auftretens
0-64 96 20 22 255 ; 1 3 4 ;  ; Supply switch / valve tamper event: duration of current occurrence ; Ereignis Manipulation Schalter/Ventil: Dauer des aktuellen Auftretens
0-64 96 20 23 255 ; 1 3 4 ;  ; Supply switch / valve tamper event: cumulative duration ; Ereignis Manipulation Schalter/Ventil: Gesamtdauer
0-64 96 20 25 255 ; 1 3 4 ;  ; Metrology tamper event: counter ; Ereignis Manipulation Messwerk: Zähler
0-64 96 20 26 255 ; 1 3 4 ;  ; Metrology tamper event: time of current occurrence ; Ereignis Manipulation Messwerk: Zeitpunkt des aktuellen Auftretens
0-64 96 20 27 255 ; 1 3 4 ;  ; Metrology tamper event: duration of current occurrence ; Ereignis Manipulation Messwerk: Dauer des aktuellen Auftretens
0-64 96 20 28 255 ; 1 3 4 ;  ; Metrology tamper event: cumulative duration ; Ereignis Manipulation Messwerk: Gesamtdauer
0-64 96 20 30 255 ; 1 3 4 ;  ; Communication tamper event: counter ; Ereignis Manipulation Kommunikation: Zähler
0-64 96 20 31 255 ; 1 3 4 ;  ; Communication tamper event: time of current occurrence ; Ereignis Manipulation Kommunikation: Zeitpunkt des aktuellen Auftretens
0-64 96 20 32 255 ; 1 3 4 ;  ; Communication tamper event: duration of current occurrence ; Ereignis Manipulation Kommunikation: Dauer des aktuellen Auftretens
0-64 96 20 33 255 ; 1 3 4 ;  ; Communication tamper event: cumulative duration ; Ereignis Manipulation Kommunikation: Gesamtdauer
0-64 96 50-99 0-255 0-255 ;  ;  ; Manufacturer specific object ; Herstellerspezifisches Objekt
0-64 97 97 0-9 255 ; 1 3 4 ;  ; Error register {e+1} ; Fehlerregister {e+1}
0-64 97 97 255 255 ; 7 61 ;  ; Error profile ; Fehlerprofil
0-64 97 98 0-9 255 ; 1 3 4 ;  ; Alarm register {e+1} ; Alarmregister {e+1}
0-64 97 98 10-19 255 ; 1 3 4 ;  ; Alarm filter {e-9} ; Alarmfilter {e-9}
0-64 97 98 20-29 255 ; 1 3 4 ;  ; Alarm descriptor {e-19} ; Alarmbeschreiber {e-19}
0-64 97 98 255 255 ; 7 61 ;  ; Alarm register profile ; Alarmregisterprofil
0-64 98 1 0-127,255 0-99,101-126,255 ; 7 ;  ; Data of billing period (scheme 1){?e+1} ; Abrechnungsdaten (Schema 1){?e+1}
0-64 98 2 0-127,255 0-99,101-126,255 ; 7 ;  ; Data of billing period (scheme 2){?e+1} ; Abrechnungsdaten (Schema 2){?e+1}
0-64 98 10 0-127 0-99,101-126,255 ; 61 ;  ; Register table{?e+1} ; Registertabelle{?e+1}
0-64 99 1 0-127 255 ; 7 ;  ; Load profile 1{?e+1} ; Lastgang 1{?e+1}
0-64 99 2 0-127 255 ; 7 ;  ; Load profile 2{?e+1} ; Lastgang 2{?e+1}
0-64 99 3 0 255 ; 7 ;  ; Load profile during test ; Lastgang während der Prüfung
0-64 99 12 0-127 255 ; 7 ;  ; Connection profile{?e+1} ; Verbindungsprofil{?e+1}
0-64 99 13 0-127 255 ; 7 ;  ; GSM diagnostic profile{?e+1} ; Mobilfunkdiagnoseprofil{?e+1}
0-64 99 14 0-127 255 ; 7 ;  ; Charge collection history{?e+1} ; Verlauf der Belastungen{?e+1}
0-64 99 15 0-127 255 ; 7 ;  ; Token credit history{?e+1} ; Verlauf der Guthaben-Token{?e+1}
0-64 99 16 0-127 255 ; 7 ;  ; Parameter monitor log{?e+1} ; Log der Parameterüberwachung{?e+1}
0-64 99 17 0-127 255 ; 7 ;  ; Token transfer log{?e+1} ; Log der Token-Übertragungen{?e+1}
0-64 99 18 0-127 255 ; 7 ;  ; LTE monitoring profile{?e+1} ; LTE-Überwachungsprofil{?e+1}
0-64 99 98 0-127 255 ; 7 ;  ; Event log {e+1} ; Ereignislog {e+1}
0-64 127 0-255 0-255 0-255 ;  ;  ; Inactive object ; Inaktives Objekt
`;
