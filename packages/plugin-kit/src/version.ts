/** The version of this kit; a plugin's `kit` range must include it. */
export const KIT_VERSION = '1.0.0';
