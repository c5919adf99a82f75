/** Bits of the status column of load profiles: the AMR profile status of IDIS and DSMR meters. */
export const profileStatus = {
  criticalError: 0x01,
  clockInvalid: 0x02,
  dataNotValid: 0x04,
  daylightSaving: 0x08,
  clockAdjusted: 0x20,
  powerDown: 0x80,
} as const;
