/**
 * Compact data (class 62, Blue Book part 2, clause 4.3.10): the captured values in one octet-string without their types, which
 * stand in template_description. Capture objects and scalers are read once; the template comes with every buffer, for the
 * type of a captured value may change.
 */
import { decodeDescribed } from '../codec/data';
import type { Data } from '../codec/types';
import { canonicalObis } from '../cosem/obis';
import { RowReader, rowObject } from '../cosem/profile-rows';
import { isDlmsError } from '../errors';
import type { Conversation } from './line';
import type { Fetch } from './meter-read';
import { type Captured, capturedColumns, type Rows, type Scalers, sibling } from './profile-read';
import type { AttributeReference, MeterOptions } from './types';

const compactData = 62;
const compactBuffer = 2;
const captureObjects = 3;
export const templateDescription = 5;

export const isCompactBuffer = ({ classId, attribute }: AttributeReference): boolean =>
  classId === compactData && attribute === compactBuffer;

export class CompactReader {
  private readonly captured = new Map<string, Captured>();

  constructor(
    private readonly meter: MeterOptions,
    private readonly fetch: Fetch,
    private readonly scalers: Scalers,
  ) {}

  /** Reads what these objects capture, unless it is known. */
  async learn(conversation: Conversation, references: readonly AttributeReference[]): Promise<void> {
    for (const reference of references) {
      const key = canonicalObis(reference.obis);
      if (!isCompactBuffer(reference) || this.captured.get(key)?.settled === true) continue;
      const [objects] = await this.fetch(conversation, [sibling(reference, captureObjects)]);
      if (objects?.refusal !== null) continue;
      const captured = await capturedColumns(this.meter, conversation, objects.data, this.scalers);
      if (captured !== null) this.captured.set(key, captured);
    }
  }

  /** The values of a buffer as its only row; null where template or capture objects are not known, or do not fit it. */
  rows(reference: AttributeReference, buffer: Data, template: Data | null): Rows | null {
    const key = canonicalObis(reference.obis);
    const columns = this.captured.get(key)?.columns;
    if (columns === undefined || buffer.type !== 'octet-string' || template?.type !== 'octet-string') return null;
    try {
      const values = new RowReader(columns, { exactWidth: true }).fromElement(decodeDescribed(template.value, buffer.value));
      return { rows: [rowObject(values, columns)], columns };
    } catch (error) {
      if (!isDlmsError(error)) throw error;
      // Other objects may be captured by now: they are read again with the next request.
      this.captured.delete(key);
      return null;
    }
  }
}
