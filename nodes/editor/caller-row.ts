/**
 * The field "Caller" of the meter dialog: it shows only where the chosen connection waits for meters to dial in.
 */
export const bindCaller = (row: JQuery, connection: JQuery): void => {
  const update = (): void => {
    const chosen = RED.nodes.node(String(connection.val() ?? ''));
    row.toggle(chosen?.medium === 'listen');
  };
  connection.on('change', update);
  update();
};
