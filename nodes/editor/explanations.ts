/**
 * One line under each choice that says what it means: `data-dlms-explain="level"` on a select takes the text
 * `why.level.<value>` of the node's catalogue.
 */

/** @param say gives the text of a key */
export const bindExplanations = (say: (key: string) => string): void => {
  $('select[data-dlms-explain]').each((_index, element) => {
    const select = $(element);
    const line = $('<div class="dlms-why" role="status" style="margin:2px 0 0 105px; opacity:0.8"></div>');
    const show = (): void => {
      line.text(say(`why.${select.attr('data-dlms-explain')}.${String(select.val() ?? '')}`));
    };
    select.after(line).on('change', show);
    show();
  });
};
