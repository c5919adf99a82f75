/**
 * The shape language as one module: `fromData` from the meter's data to plain values, `toData` back, `blank` for a value with
 * nothing in it, `describeShape` for people. How shapes are written is told in shape-name.ts.
 */
export { fromData, timeValue } from './shape-decode';
export { toData } from './shape-encode';
export { blank, describeShape, placeContext, type ShapeContext } from './shape-name';
