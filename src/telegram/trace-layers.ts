/**
 * Logs that show one message layer by layer, as amsreader does: `HDLC frame:`, `LLC frame:`, `GCM frame:`, `DLMS frame:`,
 * `Using application data:`, each with its octets in the lines below. Only one of them is the message: the frame, whose
 * checks can be looked at, or the ciphered APDU where the log shows it deciphered, for then no key is needed.
 */

/** From the line inwards. */
const ranks: Readonly<Record<string, number>> = { mbus: 0, hdlc: 0, llc: 1, gbt: 2, gcm: 3, dlms: 4, application: 5 };
const apdu = 4;
const heading = /^\s*(?:(hdlc|m-?bus|llc|gbt|gcm|dlms) frame|using (application) data):\s*$/i;
/** No groups that are repeated: of a line of megabytes each would take a place on the stack. */
const octets = /^\s*[0-9A-Fa-f]{2}[0-9A-Fa-f\s]*$/;

/** Octets below a heading. */
class Section {
  /** Another section says the same. */
  repeated = false;

  constructor(readonly rank: number) {}
}

/** Marks what is not read of one message: all but its outermost layer, or but the last APDU that was deciphered. */
function choose(message: readonly Section[]): void {
  const isWhole = message.some(({ rank }) => rank === apdu);
  const deciphered = isWhole ? message.findLast(({ rank }) => rank === ranks.gcm) : undefined;
  const outermost = Math.min(...message.map(({ rank }) => rank));
  for (const section of message) section.repeated = deciphered === undefined ? section.rank > outermost : section !== deciphered;
}

/** A message ends with its APDU; the next one begins further out, or with its own. */
const isOver = (message: readonly Section[], rank: number): boolean => rank <= apdu && (message.at(-1)?.rank ?? 0) >= apdu;

/** The text without the layers that say once more what another one says; as it is where there are none. */
export function withoutLayers(text: string): string {
  let message: Section[] = [];
  let open: Section | null = null;
  const lines = text.split('\n').map((line): { line: string; section: Section | null } => {
    const found = heading.exec(line);
    if (found !== null) {
      const rank = ranks[(found[1] ?? found[2] ?? '').toLowerCase().replace('-', '')] ?? 0;
      if (isOver(message, rank)) {
        choose(message);
        message = [];
      }
      open = new Section(rank);
      message.push(open);
    } else if (open !== null && !octets.test(line)) open = null;
    return { line, section: open };
  });
  choose(message);
  return lines
    .filter(({ section }) => section?.repeated !== true)
    .map(({ line }) => line)
    .join('\n');
}
