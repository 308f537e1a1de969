import { createRouter, createWebHistory } from "vue-router";

import AboutPage from "./pages/AboutPage.vue";
import LaunchPage from "./pages/LaunchPage.vue";
import ReportPage from "./pages/ReportPage.vue";

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/probe", component: LaunchPage },
    { path: "/probe/:id/report", component: ReportPage, props: true },
    { path: "/about", component: AboutPage },
    { path: "/:elsewhere(.*)*", redirect: "/probe" },
  ],
});
