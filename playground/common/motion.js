/** Whether the reader wants little motion: then nothing plays until it is asked to. */
export const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
