/** The services the main job goes through, in the order of its steps. */
export const SERVICES = ['territory', 'partner', 'incentive', 'marketing', 'feedback'] as const;

export type Service = (typeof SERVICES)[number];
