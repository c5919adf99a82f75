/** Columns of a profile from short texts, for tests of what is made of rows. */
import { type ProfileColumn, profileColumns } from '../../src/cosem/profile';

/** `class obis attribute` */
export const profileColumnsOf = (texts: readonly string[]): ProfileColumn[] =>
  profileColumns(
    texts.map((text) => {
      const [classId, obis = '', attribute] = text.split(' ');
      return { classId: Number(classId), obis, attribute: Number(attribute), dataIndex: 0 };
    }),
  );
