/** The part of node-red-node-test-helper that the tests use; it ships no types. */
declare module 'node-red-node-test-helper' {
  const helper: {
    init(runtimePath: string, settings?: object): void;
    load(nodes: unknown, flow: unknown, credentials?: unknown): Promise<void>;
    unload(): Promise<void>;
    setFlows(flow: unknown, type?: 'full' | 'flows' | 'nodes', credentials?: unknown): Promise<void>;
    // biome-ignore lint/suspicious/noExplicitAny: nodes of any type
    getNode(id: string): any;
    // biome-ignore lint/suspicious/noExplicitAny: supertest
    request(): any;
    settings(settings: object): object;
    // biome-ignore lint/suspicious/noExplicitAny: a sinon spy
    log(): any;
  };
  export default helper;
}
