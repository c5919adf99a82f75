/** Command line of the processes that benches start: pairs of `--name value`, as the Java launchers take them. */
export interface Words {
  has(name: string): boolean;
  /** Empty when the argument is absent. */
  text(name: string): string;
  number(name: string): number;
}

export function wordsOf(args: readonly string[]): Words {
  const values = new Map<string, string>();
  for (let i = 0; i + 1 < args.length; i += 2) values.set((args[i] as string).slice(2), args[i + 1] as string);
  const text = (name: string): string => values.get(name) ?? '';
  return { has: (name) => values.has(name), text, number: (name) => Number(text(name)) };
}

export const toWords = (values: Readonly<Record<string, string | number>>): string[] =>
  Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)]);
