/** Plots that can be had as files; what draws them is loaded when it is needed. */
export const PICTURES = ['histogram', 'timeline'] as const;

export type Picture = (typeof PICTURES)[number];
