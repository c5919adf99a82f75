/**
 * Of the options of an operation of many requests, those that go with each of them.
 */
import type { RequestOptions } from './types';

export const requestOptions = ({ deadlineMs, signal, spent }: RequestOptions): RequestOptions => ({
  ...(deadlineMs === undefined ? {} : { deadlineMs }),
  ...(signal === undefined ? {} : { signal }),
  ...(spent === undefined ? {} : { spent }),
});
