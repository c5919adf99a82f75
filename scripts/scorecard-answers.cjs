/**
 * Preloaded into the Flow Library's validator: it asks two addresses by itself, which not every machine that builds this
 * can reach. What it wants to know about Node-RED comes from NODE_RED_FACTS (made with `npm view`); the catalogue is
 * answered as empty, so the two rules that need it (P08 similar names, N01 unique node names) say nothing here.
 */
const Module = require('node:module');

const facts = JSON.parse(process.env.NODE_RED_FACTS ?? '{}');
const load = Module._load;

Module._load = function answer(request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request !== 'axios') return loaded;
  const get = async (url) => ({ data: String(url).includes('catalogue') ? { modules: [] } : facts });
  return Object.assign(Object.create(loaded), { get });
};
