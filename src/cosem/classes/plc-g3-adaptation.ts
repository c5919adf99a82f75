/**
 * Blue Book part 2, clause 4.13: the 6LoWPAN adaptation layer of G3-PLC, all versions.
 */
import type { ClassDefinition } from '../types';
import { arrayOf, chapter, defineVersions, structure, words } from './define';

const adpRoutingConfigurationEntry = structure({
  adpNetTraversalTime: 'unsigned',
  adpRoutingTableEntryTtl: 'long-unsigned',
  adpKr: 'unsigned',
  adpKm: 'unsigned',
  adpKc: 'unsigned',
  adpKq: 'unsigned',
  adpKh: 'unsigned',
  adpKrt: 'unsigned',
  adpRreqRetries: 'unsigned',
  adpRreqWait: 'unsigned',
  adpBlacklistTableEntryTtl: 'long-unsigned',
  adpUnicastRreqGenEnable: 'boolean',
  adpRlcEnabled: 'boolean',
  adpAddRevLinkCost: 'unsigned',
});
const adpRoutingConfiguration = arrayOf(adpRoutingConfigurationEntry);
const adpRoutingTable = arrayOf(
  structure({
    destinationAddress: 'long-unsigned',
    nextHopAddress: 'long-unsigned',
    routeCost: 'long-unsigned',
    hopCount: 'unsigned',
    weakLinkCount: 'unsigned',
    validTime: 'long-unsigned',
  }),
);
const adpContextInformationTable = arrayOf(
  structure({ cid: 'bit-string', contextLength: 'unsigned', context: 'octet-string', c: 'boolean', validLifetime: 'long-unsigned' }),
);
const adpBlacklistTable = arrayOf(structure({ blacklistedNeighbourAddress: 'long-unsigned', validTime: 'long-unsigned' }));
const adpBroadcastLogTable = arrayOf(structure({ sourceAddress: 'long-unsigned', sequenceNumber: 'unsigned', validTime: 'long-unsigned' }));

const adpDeviceTypeWords = { 0: 'PAN device', 1: 'PAN coordinator', 2: 'not defined' };

export const plcG3Adaptation: readonly ClassDefinition[] = chapter('plc g3', [
  ...defineVersions(
    {
      classId: 92,
      version: 0,
      name: 'G3-PLC 6LoWPAN adaptation layer setup',
      singleSource: true,
      attributes: [
        [2, 'adpMaxHops', 'static', 'unsigned'],
        [3, 'adpWeakLqiValue', 'static', 'unsigned'],
        [4, 'adpSecurityLevel', 'static', 'unsigned'],
        [5, 'adpPrefixTable', 'dynamic', arrayOf('CHOICE')],
        [6, 'adpRoutingConfiguration', 'static', adpRoutingConfiguration],
        [7, 'adpBroadcastLogTableEntryTtl', 'static', 'long-unsigned'],
        [8, 'adpRoutingTable', 'dynamic', adpRoutingTable],
        [9, 'adpContextInformationTable', 'dynamic', adpContextInformationTable],
        [10, 'adpBlacklistTable', 'dynamic', adpBlacklistTable],
        [11, 'adpBroadcastLogTable', 'dynamic', adpBroadcastLogTable],
        [12, 'adpGroupTable', 'dynamic', arrayOf('long-unsigned')],
        [13, 'adpMaxJoinWaitTime', 'static', 'long-unsigned'],
        [14, 'adpPathDiscoveryTime', 'static', 'unsigned'],
        [15, 'adpActiveKeyIndex', 'static', 'unsigned'],
        [16, 'adpMetricType', 'static', 'unsigned'],
      ],
    },
    {
      version: 1,
      attributes: [
        [17, 'adpCoordShortAddress', 'static', 'long-unsigned'],
        [18, 'adpDisableDefaultRouting', 'static', 'boolean'],
        [19, 'adpDeviceType', 'static', 'enum'],
      ],
      enums: {
        '19': words(adpDeviceTypeWords),
      },
    },
    {
      version: 2,
      attributes: [
        [20, 'adpDefaultCoordRouteEnabled', 'static', 'boolean'],
        [21, 'adpDestinationAddressSet', 'dynamic', arrayOf('long-unsigned')],
      ],
    },
    {
      version: 3,
      singleSource: true,
      attributes: [
        [22, 'adpLowLqiValue', 'static', 'unsigned'],
        [23, 'adpHighLqiValue', 'static', 'unsigned'],
      ],
    },
    {
      version: 4,
      singleSource: true,
      attributes: [
        [24, 'adpDelayLowLqi', 'static', 'long-unsigned'],
        [25, 'adpDelayHighLqi', 'static', 'long-unsigned'],
        [26, 'adpRreqJitterLowLqi', 'static', 'unsigned'],
        [27, 'adpRreqJitterHighLqi', 'static', 'unsigned'],
        [28, 'adpTrickleDataEnabled', 'static', 'boolean'],
        [29, 'adpTrickleLqiThresholdLow', 'static', 'unsigned'],
        [30, 'adpTrickleStep', 'static', 'unsigned'],
        [31, 'adpTrickleImin', 'static', 'long-unsigned'],
        [32, 'adpTrickleMaxKi', 'static', 'unsigned'],
        [33, 'adpTrickleAdaptiveImin', 'static', 'boolean'],
        [34, 'adpTrickleAdaptiveKi', 'static', 'boolean'],
        [35, 'adpClusterTrickleEnabled', 'static', 'boolean'],
        [36, 'adpClusterMinLqi', 'static', 'unsigned'],
        [37, 'adpClusterTrickleK', 'static', 'unsigned'],
        [38, 'adpClusterRreqRouteCostDeviation', 'static', 'unsigned'],
        [39, 'adpClusterTrickleI', 'static', 'long-unsigned'],
        [40, 'adpTrickleLqiThresholdHigh', 'static', 'unsigned'],
      ],
    },
  ),
]);
