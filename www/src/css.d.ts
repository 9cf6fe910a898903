/** Vite makes files of these. */
declare module "*.css";
