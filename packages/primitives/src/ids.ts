import { v7 as uuidv7 } from 'uuid';

/** Makes an id: a UUID of version 7, so that ids sort by time. */
export const newId = (): string => uuidv7();
