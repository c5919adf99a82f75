/**
 * Blue Book part 2, clause 4.9: interface classes for data exchange over the Internet (TCP-UDP, IPv4, IPv6, PPP, SMTP,
 * NTP, CoAP).
 */
import type { ClassDefinition } from '../types';
import { arrayOf, chapter, choice, defineClass, structure, words } from './define';
import { attributeCaptureTime, dummy } from './shapes';

const addIpv6Address = structure({ ipv6AddressType: 'enum', ipv6Address: 'octet-string(16)' });
const authenticationKeysEntry = structure({ keyId: 'double-long-unsigned', key: 'octet-string' });
const messagesCounter = structure({
  tx: 'double-long-unsigned',
  rx: 'double-long-unsigned',
  txResend: 'double-long-unsigned',
  txReset: 'double-long-unsigned',
  rxReset: 'double-long-unsigned',
  txAck: 'double-long-unsigned',
  rxAck: 'double-long-unsigned',
  rxDrop: 'double-long-unsigned',
  txNonPiggybacked: 'double-long-unsigned',
  maxRtxExceeded: 'double-long-unsigned',
});
const requestResponseCounter = structure({
  rxRequests: 'double-long-unsigned',
  txRequests: 'double-long-unsigned',
  rxResponse: 'double-long-unsigned',
  txResponse: 'double-long-unsigned',
  txClientError: 'double-long-unsigned',
  rxClientError: 'double-long-unsigned',
  txServerError: 'double-long-unsigned',
  rxServerError: 'double-long-unsigned',
});

export const internet: readonly ClassDefinition[] = chapter('internet', [
  defineClass({
    classId: 41,
    version: 0,
    name: 'TCP-UDP setup',
    attributes: [
      [2, 'tcpUdpPort', 'static', 'long-unsigned'],
      [3, 'ipReference', 'static', 'octet-string(6)'],
      [4, 'mss', 'static', 'long-unsigned'],
      [5, 'nbOfSimConn', 'static', 'unsigned'],
      [6, 'inactivityTimeOut', 'static', 'long-unsigned'],
    ],
  }),
  defineClass({
    classId: 42,
    version: 0,
    name: 'IPv4 setup',
    attributes: [
      [2, 'dlReference', 'static', 'octet-string(6)'],
      [3, 'ipAddress', 'dynamic', 'double-long-unsigned'],
      [4, 'multicastIpAddress', 'dynamic', arrayOf('double-long-unsigned')],
      [
        5,
        'ipOptions',
        'dynamic',
        arrayOf(structure({ ipOptionType: 'unsigned', ipOptionLength: 'unsigned', ipOptionData: 'octet-string' })),
      ],
      [6, 'subnetMask', 'dynamic', 'double-long-unsigned'],
      [7, 'gatewayIpAddress', 'dynamic', 'double-long-unsigned'],
      [8, 'useDhcpFlag', 'static', 'boolean'],
      [9, 'primaryDnsAddress', 'dynamic', 'double-long-unsigned'],
      [10, 'secondaryDnsAddress', 'dynamic', 'double-long-unsigned'],
    ],
    methods: [
      [1, 'addMcIpAddress', 'double-long-unsigned', 0x60],
      [2, 'deleteMcIpAddress', 'double-long-unsigned', 0x68],
      [3, 'getNbofMcIpAddresses', dummy, 0x70],
    ],
    enums: {
      '5.ipOptionType': words({
        130: 'security',
        131: 'loose source and record route',
        137: 'strict source and record route',
        7: 'record route',
        68: 'internet timestamp',
      }),
    },
  }),
  defineClass({
    classId: 43,
    version: 0,
    name: 'MAC address setup',
    alias: 'Ethernet setup (older editions); also PRIME NB OFDM PLC MAC address setup',
    attributes: [[2, 'macAddress', 'static', 'octet-string']],
  }),
  defineClass({
    classId: 44,
    version: 0,
    name: 'PPP setup',
    attributes: [
      [2, 'phyReference', 'static', 'octet-string(6)'],
      [3, 'lcpOptions', 'static', arrayOf(structure({ lcpOptionType: 'unsigned', lcpOptionLength: 'unsigned', lcpOptionData: 'CHOICE' }))],
      [
        4,
        'ipcpOptions',
        'static',
        arrayOf(structure({ ipcpOptionType: 'unsigned', ipcpOptionLength: 'unsigned', ipcpOptionData: 'CHOICE' })),
      ],
      [
        5,
        'pppAuthentication',
        'static',
        choice(
          'null-data',
          structure({ userName: 'octet-string', papPassword: 'octet-string' }),
          structure({ userName: 'octet-string', algorithmId: 'unsigned' }),
          structure({ md5Challenge: 'boolean', oneTimePassword: 'boolean', genericTokenCard: 'boolean' }),
        ),
      ],
    ],
    enums: {
      '3.lcpOptionType': words({
        1: 'Maximum-Receive-Unit',
        2: 'Async-Control-Character-Map',
        3: 'Authentication-Protocol',
        5: 'Magic-Number',
        7: 'Protocol-Field-Compression',
        8: 'Address-and-Control-Field-Compression',
        9: 'FCS-Alternatives',
        13: 'Callback',
      }),
      '3.authenticationProtocol': words({ 0: 'none', 49187: 'PAP (0xC023)', 49699: 'CHAP (0xC223)', 49703: 'EAP (0xC227)' }),
      '4.ipcpOptionType': words({ 2: 'IP-Compression-Protocol', 3: 'Pref-Local-IP', 20: 'Pref-Peer-IP', 21: 'GAO', 22: 'USIP' }),
    },
  }),
  defineClass({
    classId: 46,
    version: 0,
    name: 'SMTP setup',
    attributes: [
      [2, 'serverPort', 'static', 'long-unsigned'],
      [3, 'userName', 'static', 'octet-string'],
      [4, 'loginPassword', 'static', 'octet-string'],
      [5, 'serverAddress', 'static', 'octet-string'],
      [6, 'senderAddress', 'static', 'octet-string'],
    ],
  }),
  defineClass({
    classId: 48,
    version: 0,
    name: 'IPv6 setup',
    attributes: [
      [2, 'dlReference', 'static', 'octet-string(6)'],
      [3, 'addressConfigMode', 'static', 'enum'],
      [4, 'unicastIpv6Addresses', 'dynamic', arrayOf('octet-string(16)')],
      [5, 'multicastIpv6Addresses', 'static', arrayOf('octet-string(16)')],
      [6, 'gatewayIpv6Addresses', 'static', arrayOf('octet-string(16)')],
      [7, 'primaryDnsAddress', 'static', 'octet-string(16)'],
      [8, 'secondaryDnsAddress', 'static', 'octet-string(16)'],
      [9, 'trafficClass', 'static', 'unsigned'],
      [
        10,
        'neighborDiscoverySetup',
        'static',
        arrayOf(structure({ rsMaxRetry: 'unsigned', rsRetryWaitTime: 'long-unsigned', raSendPeriod: 'double-long-unsigned' })),
      ],
    ],
    methods: [
      [1, 'addIpv6Address', addIpv6Address, 0x60],
      [2, 'removeIpv6Address', addIpv6Address, 0x68],
    ],
    enums: {
      '3': words({ 0: 'auto-configuration', 1: 'DHCPv6', 2: 'manual', 3: 'neighbour discovery' }),
      'm1.ipv6AddressType': words({ 0: 'unicast', 1: 'multicast', 2: 'gateway' }),
    },
  }),
  defineClass({
    classId: 100,
    version: 0,
    name: 'NTP setup',
    attributes: [
      [2, 'activated', 'static', 'boolean'],
      [3, 'serverAddress', 'static', 'octet-string'],
      [4, 'serverPort', 'static', 'long-unsigned'],
      [5, 'authenticationMethod', 'static', 'enum'],
      [6, 'authenticationKeys', 'static', arrayOf(authenticationKeysEntry)],
      [7, 'clientKey', 'static', 'octet-string'],
    ],
    methods: [
      [1, 'synchronize', dummy, 0x38, 'mandatory'],
      [2, 'addAuthenticationKey', authenticationKeysEntry, 0x40],
      [3, 'deleteAuthenticationKey', 'double-long-unsigned', 0x48],
    ],
    enums: {
      '5': words({ 0: 'no security', 1: 'shared secrets', 2: 'autokey IFF' }),
    },
  }),
  defineClass({
    classId: 152,
    version: 0,
    name: 'CoAP setup',
    attributes: [
      [2, 'udpReference', 'static', 'octet-string(6)'],
      [3, 'ackTimeout', 'static', 'long-unsigned'],
      [4, 'ackRandomFactor', 'static', 'long-unsigned'],
      [5, 'maxRetransmit', 'static', 'long-unsigned'],
      [6, 'nstart', 'static', 'long-unsigned'],
      [7, 'delayAckTimeout', 'static', 'long-unsigned'],
      [8, 'exponentialBackOff', 'static', 'long-unsigned'],
      [9, 'probingRate', 'static', 'long-unsigned'],
      [10, 'coapUriPath', 'static', 'octet-string'],
      [11, 'transportMode', 'static', 'enum'],
      [12, 'version', 'dynamic', 'CHOICE'],
      [13, 'tokenLength', 'static', 'unsigned'],
    ],
    enums: {
      '11': words({ 1: 'reliable', 2: 'unreliable', 3: 'reliable and unreliable' }),
    },
  }),
  defineClass({
    classId: 153,
    version: 0,
    name: 'CoAP diagnostic',
    attributes: [
      [2, 'messagesCounter', 'dynamic', messagesCounter, 0x10],
      [3, 'requestResponseCounter', 'dynamic', requestResponseCounter, 0x18],
      [
        4,
        'coapBtCounter',
        'dynamic',
        structure({ btStart: 'double-long-unsigned', btCompleted: 'double-long-unsigned', btTimeout: 'double-long-unsigned' }),
        0x20,
      ],
      [5, 'captureTime', 'dynamic', attributeCaptureTime, 0x28],
    ],
    methods: [[1, 'reset', dummy, 0x30]],
  }),
]);
