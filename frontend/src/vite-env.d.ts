interface ImportMetaEnv {
  readonly VITE_WS_URL?: string;
}
