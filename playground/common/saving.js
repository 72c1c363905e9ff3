/** Whether the visitor wants few bytes: then nothing is loaded that nobody has asked for. */
export const savesData = () => /** @type {any} */ (navigator).connection?.saveData === true;
