// What precedes the name of a C function that AW_EXPORT exports, in the module.
export const EXPORTED = "aw:";
