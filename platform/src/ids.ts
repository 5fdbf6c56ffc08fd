import { v7 as uuidv7 } from 'uuid';

/** A new id: a UUIDv7, which sorts by the time of its making. */
export const newId = (): string => uuidv7();
