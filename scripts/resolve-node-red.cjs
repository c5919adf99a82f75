/**
 * Preloaded (`node --require`) for the second run of the node tests: `node-red`, and its parts where our own tests ask for
 * them, are taken from the folder that NODE_RED_HOME names instead of from node_modules.
 */
const Module = require('node:module');
const { dirname } = require('node:path');

const home = process.env.NODE_RED_HOME;
const original = Module._resolveFilename;

Module._resolveFilename = function resolve(request, parent, ...rest) {
  const ours = /^(node-red|@node-red)(\/|$)/.test(request) && !(parent?.filename ?? '').startsWith(dirname(home));
  if (!ours) return original.call(this, request, parent, ...rest);
  return original.call(this, request, { ...parent, filename: home, paths: [dirname(home)] }, ...rest);
};
