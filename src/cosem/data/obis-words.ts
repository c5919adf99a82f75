/**
 * Words that all media share: media, countries, the phrases that names are put together from, and words people search by.
 */

/** Group A: table of the medium ; English ; German. Oil, compressed air and nitrogen come from market lists, not from the standard. */
export const mediaWords = `
0 ; abstract ; Abstract ; Abstrakt
1 ; electricity ; Electricity ; Strom
2 ; direct ; DC electricity ; Gleichstrom
4 ; hca ; Heat cost allocator ; Heizkostenverteiler
5 ; thermal ; Cooling ; Kälte
6 ; thermal ; Heat ; Wärme
7 ; gas ; Gas ; Gas
8 ; water ; Cold water ; Kaltwasser
9 ; water ; Hot water ; Warmwasser
15 ;  ; Other media ; Andere Medien
16 ;  ; Oil ; Öl
17 ;  ; Compressed air ; Druckluft
18 ;  ; Nitrogen ; Stickstoff
`;

/** Group D of country specific objects (C = 94): English ; German. */
export const countryWords = `
0 ; Finland ; Finnland
1 ; USA ; USA
2 ; Canada ; Kanada
3 ; Serbia ; Serbien
7 ; Russia ; Russland
10 ; Czech Republic ; Tschechien
11 ; Bulgaria ; Bulgarien
12 ; Croatia ; Kroatien
13 ; Ireland ; Irland
14 ; Israel ; Israel
15 ; Ukraine ; Ukraine
16 ; Yugoslavia (obsolete) ; Jugoslawien (veraltet)
20 ; Egypt ; Ägypten
27 ; South Africa ; Südafrika
30 ; Greece ; Griechenland
31 ; Netherlands ; Niederlande
32 ; Belgium ; Belgien
33 ; France ; Frankreich
34 ; Spain ; Spanien
35 ; Portugal ; Portugal
36 ; Hungary ; Ungarn
37 ; Lithuania ; Litauen
38 ; Slovenia ; Slowenien
39 ; Italy ; Italien
40 ; Romania ; Rumänien
41 ; Switzerland ; Schweiz
42 ; Slovakia ; Slowakei
43 ; Austria ; Österreich
44 ; United Kingdom ; Vereinigtes Königreich
45 ; Denmark ; Dänemark
46 ; Sweden ; Schweden
47 ; Norway ; Norwegen
48 ; Poland ; Polen
49 ; Germany ; Deutschland
51 ; Peru ; Peru
52 ; South Korea ; Südkorea
53 ; Cuba ; Kuba
54 ; Argentina ; Argentinien
55 ; Brazil ; Brasilien
56 ; Chile ; Chile
57 ; Colombia ; Kolumbien
58 ; Venezuela ; Venezuela
60 ; Malaysia ; Malaysia
61 ; Australia ; Australien
62 ; Indonesia ; Indonesien
63 ; Philippines ; Philippinen
64 ; New Zealand ; Neuseeland
65 ; Singapore ; Singapur
66 ; Thailand ; Thailand
71 ; Latvia ; Lettland
73 ; Moldova ; Moldau
75 ; Belarus ; Belarus
81 ; Japan ; Japan
82 ; Mexico ; Mexiko
85 ; Hong Kong ; Hongkong
86 ; China ; China
87 ; Bosnia and Herzegovina ; Bosnien und Herzegowina
90 ; Turkey ; Türkei
91 ; India ; Indien
92 ; Pakistan ; Pakistan
96 ; Saudi Arabia ; Saudi-Arabien
97 ; United Arab Emirates ; Vereinigte Arabische Emirate
98 ; Iran ; Iran
`;

/** Parts of names. `{n}` is a number, `{c}` a country; most begin with the blank or comma that goes before them. */
export const phrases = {
  total: { en: ' total', de: ' gesamt' },
  rate: { en: ' rate {n}', de: ' Tarif {n}' },
  channel: { en: ', channel {n}', de: ', Kanal {n}' },
  billing: { en: ', billing period {n}', de: ', Abrechnungsperiode {n}' },
  lastBilling: { en: ', last billing period', de: ', letzte Abrechnungsperiode' },
  billingBack: { en: ', {n} billing periods back', de: ', vor {n} Abrechnungsperioden' },
  recentBilling: { en: ', recent billing periods', de: ', letzte Abrechnungsperioden' },
  threshold: { en: ', threshold {n}', de: ', Schwelle {n}' },
  harmonic: { en: 'harmonic {n}', de: 'Oberschwingung {n}' },
  timeIntegral: { en: 'time integral {n}', de: 'Zeitintegral {n}' },
  to: { en: 'to', de: 'gegen' },
  angles: { en: 'Phase angles, summary', de: 'Phasenwinkel, Übersicht' },
  loadProfileOf: { en: 'Load profile: ', de: 'Lastgang: ' },
  utility: { en: 'Utility specific object', de: 'Versorgerspezifisches Objekt' },
  manufacturer: { en: 'Manufacturer specific object', de: 'Herstellerspezifisches Objekt' },
  manufacturerSuffix: { en: ', manufacturer specific', de: ', herstellerspezifisch' },
  consortia: { en: 'Consortium specific object', de: 'Konsortialspezifisches Objekt' },
  country: { en: 'Country specific object ({c})', de: 'Länderspezifisches Objekt ({c})' },
  countryUnknown: { en: 'Country specific object', de: 'Länderspezifisches Objekt' },
  unknown: { en: 'Unknown object', de: 'Unbekanntes Objekt' },
} as const;

/** Words of the names, and words people look for instead. */
export const synonyms: Readonly<Record<string, readonly string[]>> = {
  import: ['consumption', 'consumed', 'imported', 'purchased', 'delivered to consumer', '+A', '1.8'],
  export: ['feed-in', 'generation', 'production', 'exported', 'generated', 'produced', '-A', '2.8'],
  Bezug: ['Verbrauch', 'Entnahme', '+A'],
  Lieferung: ['Einspeisung', 'Abgabe', 'Erzeugung', '-A'],
  rate: ['tariff', 'tariffs', 'tarif', 'T'],
  Tarif: ['T', 'HT', 'NT'],
  total: ['meter reading', 'reading', 'index'],
  gesamt: ['Zählerstand'],
  energy: ['kWh', 'Wh', 'MWh'],
  Energie: ['kWh', 'Wh', 'MWh', 'Arbeit'],
  'active power': ['W', 'kW'],
  Wirkleistung: ['W', 'kW', 'Leistung'],
  'reactive power': ['var', 'kvar'],
  Blindleistung: ['var', 'kvar'],
  voltage: ['V', 'volt', 'volts'],
  Spannung: ['V', 'Volt'],
  current: ['A', 'amps', 'ampere', 'amperes'],
  Strom: ['A', 'Ampere'],
  frequency: ['Hz'],
  Frequenz: ['Hz'],
  volume: ['m3', 'm³'],
  Volumen: ['m3', 'm³'],
  'Wärme Energie': ['Wärmemenge'],
  'Kälte Energie': ['Kältemenge'],
  L1: ['phase 1', 'phase A', 'R phase'],
  L2: ['phase 2', 'phase B', 'Y phase'],
  L3: ['phase 3', 'phase C', 'B phase'],
  maximum: ['peak', 'MD', 'max demand', 'maximum demand', 'max'],
  Maximum: ['Spitze', 'Höchstwert', 'max'],
  'load profile': ['interval data', 'block load'],
  Lastgang: ['Lastprofil', 'Zeitreihe'],
  'invocation counter': ['frame counter', 'IC'],
  'disconnect control': ['relay', 'breaker', 'valve', 'load switch'],
  Trennschalter: ['Relais', 'Schütz', 'Ventil', 'Breaker'],
  'event log': ['log book', 'alarm log'],
  clock: ['time', 'RTC'],
  Uhr: ['Zeit', 'Uhrzeit'],
  'serial number': ['meter number', 'device ID'],
  Seriennummer: ['Zählernummer'],
  'power factor': ['cos phi'],
  Leistungsfaktor: ['cos phi'],
  neutral: ['N'],
  'line voltage': ['phase-to-phase voltage'],
};

/** What most people look for in a meter, most wanted first. */
export const usualObjects = `
1-0:1.8.0 1-0:2.8.0 1-0:1.8.1 1-0:1.8.2 1-0:1.8.3 1-0:1.8.4 1-0:2.8.1 1-0:2.8.2 1-0:1.7.0 1-0:2.7.0 1-0:16.7.0
1-0:32.7.0 1-0:52.7.0 1-0:72.7.0 1-0:31.7.0 1-0:51.7.0 1-0:71.7.0 1-0:21.7.0 1-0:41.7.0 1-0:61.7.0 1-0:22.7.0 1-0:42.7.0 1-0:62.7.0
1-0:14.7.0 1-0:13.7.0 1-0:33.7.0 1-0:53.7.0 1-0:73.7.0 1-0:12.7.0 1-0:11.7.0 1-0:3.7.0 1-0:4.7.0 1-0:9.7.0 1-0:3.8.0 1-0:4.8.0 1-0:9.8.0
1-0:15.8.0 1-0:1.6.0 1-0:2.6.0 1-0:1.4.0 1-0:1.5.0 1-0:1.29.0 0-0:1.0.0 0-0:96.1.0 0-0:42.0.0 1-0:99.1.0 1-0:99.2.0 0-0:98.1.0 0-0:99.98.0
0-0:96.3.10 0-0:96.14.0 0-0:96.7.21 7-0:3.0.0 7-0:3.1.0 8-0:1.0.0 9-0:1.0.0 6-0:1.0.0 6-0:8.0.0 6-0:2.0.0 6-0:9.0.0 5-0:1.0.0 4-0:1.0.0
`;
