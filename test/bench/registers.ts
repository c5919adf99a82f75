/** The ten registers of the session benches: those of the simulated meter, C.D.E of their codes. */
export const codes = ['1.8.0', '1.8.1', '1.8.2', '2.8.0', '3.8.0', '4.8.0', '32.7.0', '52.7.0', '72.7.0', '14.7.0'] as const;
