import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import type { Group } from './navigation';
import { hasRole, session, type Role } from './session';
import type { Texts } from './texts.zh';

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown to whoever is not signed in too. */
    isPublic?: boolean;
    /** Who has the screen in the navigation; whoever else may open it by its address. */
    roles?: readonly Role[];
    /** What it stands under in the navigation, and what is marked there while it is shown. */
    group?: Group | 'account';
    title?: (texts: Texts) => string;
  }
}

const screens: RouteRecordRaw[] = [
  {
    path: '/inbox',
    name: 'inbox',
    component: () => import('@/features/approval/Inbox.vue'),
    meta: { roles: ['handler'], title: (texts) => texts.nav.inbox },
  },
  {
    path: '/window',
    name: 'window',
    component: () => import('@/features/intake/NewCase.vue'),
    meta: { roles: ['window_clerk'], title: (texts) => texts.nav.window },
  },
  {
    path: '/queue',
    name: 'queue',
    component: () => import('@/features/intake/Queue.vue'),
    meta: { roles: ['window_clerk'], title: (texts) => texts.nav.queue },
  },
  {
    path: '/warnings',
    name: 'warnings',
    component: () => import('@/features/coordination/Warnings.vue'),
    meta: { group: 'supervision', roles: ['coordinator', 'supervisor', 'handler'], title: (texts) => texts.nav.warnings },
  },
  {
    path: '/board',
    name: 'board',
    component: () => import('@/features/coordination/Board.vue'),
    meta: { group: 'coordination', roles: ['coordinator', 'supervisor', 'handler'], title: (texts) => texts.nav.board },
  },
  {
    path: '/notices',
    name: 'notices',
    component: () => import('@/features/coordination/Notices.vue'),
    meta: { group: 'supervision', roles: ['handler', 'coordinator', 'supervisor'], title: (texts) => texts.desk.nav.notices },
  },
  {
    path: '/emergencies',
    name: 'emergencies',
    component: () => import('@/features/coordination/emergency/Emergencies.vue'),
    meta: { roles: ['coordinator', 'supervisor', 'handler'], title: (texts) => texts.emergency.nav },
  },
  {
    path: '/emergencies/:caseId',
    name: 'emergency',
    component: () => import('@/features/coordination/emergency/EmergencyPage.vue'),
    props: true,
    meta: { title: (texts) => texts.emergency.one },
  },
  {
    path: '/disputes',
    name: 'disputes',
    component: () => import('@/features/coordination/dispute/Disputes.vue'),
    meta: { group: 'coordination', roles: ['coordinator', 'supervisor', 'handler'], title: (texts) => texts.between.nav.disputes },
  },
  {
    path: '/disputes/:disputeId',
    name: 'dispute',
    component: () => import('@/features/coordination/dispute/DisputePage.vue'),
    props: true,
    meta: { group: 'coordination', title: (texts) => texts.between.dispute.one },
  },
  {
    path: '/meetings',
    name: 'meetings',
    component: () => import('@/features/coordination/meeting/Meetings.vue'),
    meta: { group: 'coordination', roles: ['coordinator', 'supervisor', 'handler'], title: (texts) => texts.between.nav.meetings },
  },
  {
    path: '/meetings/new',
    name: 'new-meeting',
    component: () => import('@/features/coordination/meeting/NewMeeting.vue'),
    meta: { group: 'coordination', title: (texts) => texts.between.meeting.convene },
  },
  {
    path: '/meetings/:meetingId',
    name: 'meeting',
    component: () => import('@/features/coordination/meeting/MeetingPage.vue'),
    props: true,
    meta: { group: 'coordination', title: (texts) => texts.between.meeting.one },
  },
  {
    path: '/dispatch',
    name: 'dispatch',
    component: () => import('@/features/coordination/rhythm/Rhythm.vue'),
    meta: { group: 'coordination', roles: ['coordinator', 'supervisor', 'handler'], title: (texts) => texts.between.nav.rhythm },
  },
  {
    path: '/dispatch/lists/:nth',
    name: 'dispatch-list',
    component: () => import('@/features/coordination/rhythm/ListPage.vue'),
    props: true,
    meta: { group: 'coordination', title: (texts) => texts.between.rhythm.title },
  },
  {
    path: '/complaints',
    name: 'complaints',
    component: () => import('@/features/complaint/Complaints.vue'),
    meta: { group: 'public', roles: ['coordinator', 'supervisor', 'handler'], title: (texts) => texts.desk.nav.complaints },
  },
  {
    path: '/new-complaint',
    name: 'new-complaint',
    component: () => import('@/features/complaint/NewComplaint.vue'),
    meta: { roles: ['window_clerk'], title: (texts) => texts.desk.nav.lodge },
  },
  {
    path: '/complaints/:complaintId',
    name: 'complaint',
    component: () => import('@/features/complaint/ComplaintPage.vue'),
    props: true,
    meta: { group: 'public', title: (texts) => texts.desk.complaints.title },
  },
  {
    path: '/projects',
    name: 'projects',
    component: () => import('@/features/coordination/project/Projects.vue'),
    meta: { group: 'coordination', roles: ['coordinator', 'supervisor', 'handler'], title: (texts) => texts.together.nav.projects },
  },
  {
    path: '/projects/new',
    name: 'new-project',
    component: () => import('@/features/coordination/project/NewProject.vue'),
    meta: { group: 'coordination', title: (texts) => texts.together.projects.found },
  },
  {
    path: '/projects/:projectId',
    name: 'project',
    component: () => import('@/features/coordination/project/ProjectPage.vue'),
    props: true,
    meta: { group: 'coordination', title: (texts) => texts.together.projects.page },
  },
  {
    path: '/deliberations',
    name: 'deliberations',
    component: () => import('@/features/coordination/deliberation/Deliberations.vue'),
    meta: { group: 'public', roles: ['coordinator', 'supervisor', 'handler'], title: (texts) => texts.together.nav.deliberations },
  },
  {
    path: '/deliberations/new',
    name: 'new-deliberation',
    component: () => import('@/features/coordination/deliberation/NewDeliberation.vue'),
    meta: { group: 'public', title: (texts) => texts.together.talks.open },
  },
  {
    path: '/deliberations/:deliberationId',
    name: 'deliberation',
    component: () => import('@/features/coordination/deliberation/DeliberationPage.vue'),
    props: true,
    meta: { group: 'public', title: (texts) => texts.together.talks.page },
  },
  {
    path: '/matters',
    name: 'matters',
    component: () => import('@/features/coordination/matching/Matters.vue'),
    meta: { group: 'coordination', roles: ['coordinator', 'supervisor', 'handler'], title: (texts) => texts.together.nav.matters },
  },
  {
    path: '/matters/overlaps',
    name: 'overlaps',
    component: () => import('@/features/coordination/matching/Overlaps.vue'),
    meta: { group: 'coordination', title: (texts) => texts.together.overlaps.title },
  },
  {
    path: '/matters/:matterId',
    name: 'matter',
    component: () => import('@/features/coordination/matching/MatterPage.vue'),
    props: true,
    meta: { group: 'coordination', title: (texts) => texts.together.matters.page },
  },
  {
    path: '/dashboard',
    name: 'dashboard',
    component: () => import('@/features/metrics/Dashboard.vue'),
    meta: { group: 'supervision', roles: ['supervisor', 'coordinator'], title: (texts) => texts.figures.nav.dashboard },
  },
  {
    path: '/dashboard/cases',
    name: 'figure-cases',
    component: () => import('@/features/metrics/FigureCases.vue'),
    meta: { group: 'supervision', title: (texts) => texts.figures.behind.title },
  },
  {
    path: '/process',
    name: 'process',
    component: () => import('@/features/metrics/ProcessPage.vue'),
    meta: { group: 'supervision', roles: ['supervisor', 'coordinator'], title: (texts) => texts.figures.nav.process },
  },
  {
    path: '/reports',
    name: 'reports',
    component: () => import('@/features/metrics/reports/Reports.vue'),
    meta: { group: 'supervision', roles: ['supervisor', 'coordinator', 'handler'], title: (texts) => texts.reports.nav },
  },
  {
    path: '/reports/new',
    name: 'new-report',
    component: () => import('@/features/metrics/reports/NewReport.vue'),
    meta: { group: 'supervision', title: (texts) => texts.reports.issue },
  },
  {
    path: '/reports/:reportId',
    name: 'report',
    component: () => import('@/features/metrics/reports/ReportPage.vue'),
    props: true,
    meta: { group: 'supervision', title: (texts) => texts.reports.nav },
  },
  {
    path: '/operations',
    name: 'operations',
    component: () => import('@/features/operations/OperationsPage.vue'),
    meta: { group: 'operations', roles: ['operator'], title: (texts) => texts.operations.nav.status },
  },
  {
    path: '/operations/reference',
    name: 'reference',
    component: () => import('@/features/operations/ReferencePage.vue'),
    meta: { group: 'operations', roles: ['operator', 'supervisor'], title: (texts) => texts.operations.nav.reference },
  },
  {
    path: '/accounts',
    name: 'accounts',
    component: () => import('@/features/accounts/Accounts.vue'),
    meta: { group: 'operations', roles: ['operator'], title: (texts) => texts.operations.nav.accounts },
  },
  {
    path: '/me',
    name: 'me',
    component: () => import('@/features/edge/Profile.vue'),
    meta: { group: 'account', roles: ['window_clerk', 'handler', 'coordinator', 'supervisor', 'operator'], title: (texts) => texts.desk.nav.profile },
  },
  {
    path: '/cases/:caseId',
    name: 'case',
    component: () => import('@/features/approval/CasePage.vue'),
    props: true,
    meta: { title: (texts) => texts.case.title },
  },
  {
    path: '/tasks/:taskId',
    name: 'task',
    component: () => import('@/features/coordination/TaskPage.vue'),
    props: true,
    meta: { group: 'coordination', title: (texts) => texts.task.title },
  },
  { path: '/nothing', name: 'nothing', component: () => import('./NoScreen.vue') },
];

/** Where somebody begins: the first screen that is meant for one of their roles. */
export function startOf(): string {
  const found = screens.find((screen) => screen.meta?.roles?.some((role) => hasRole(role)));
  return found?.path ?? '/nothing';
}

export const navigation = screens.filter((screen) => screen.meta?.roles);

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    {
      path: '/sign-in',
      name: 'sign-in',
      component: () => import('@/features/edge/SignIn.vue'),
      meta: { isPublic: true, title: (texts) => texts.signIn.title },
    },
    {
      path: '/progress',
      name: 'progress',
      component: () => import('@/features/intake/Progress.vue'),
      meta: { isPublic: true, title: (texts) => texts.progress.title },
    },
    {
      path: '/consultations',
      name: 'consultations',
      component: () => import('@/features/coordination/deliberation/Consultations.vue'),
      meta: { isPublic: true, title: (texts) => texts.together.nav.consultations },
    },
    {
      path: '/consultations/:deliberationId',
      name: 'consultation',
      component: () => import('@/features/coordination/deliberation/ConsultationPage.vue'),
      props: true,
      meta: { isPublic: true, title: (texts) => texts.together.nav.consultations },
    },
    {
      path: '/wall',
      name: 'wall',
      component: () => import('@/features/metrics/Wall.vue'),
      meta: { title: (texts) => texts.figures.big.title },
    },
    { path: '/', component: () => import('./Shell.vue'), redirect: () => startOf(), children: screens },
    { path: '/:rest(.*)*', component: () => import('./NotFound.vue'), meta: { isPublic: true } },
  ],
});

router.beforeEach((to) => {
  if (to.meta.isPublic || session.value) return true;
  return { name: 'sign-in', query: to.fullPath === '/' ? {} : { return_to: to.fullPath } };
});
