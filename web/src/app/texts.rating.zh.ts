/** What an applicant thinks of the service (好差评). */
export const rating = {
  title: '服务评价',
  lead: '本办件已结束，请您评价本次服务。评价一次；不满意的评价由有关部门回访核实。',
  satisfaction: '您对本次服务是否满意？',
  aspects: '您的评价主要针对（可多选）',
  aspectNames: {
    time: '办理时限',
    manner: '服务态度',
    guidance: '办事指引',
    materials: '申请材料',
    channel: '办理渠道',
    outcome: '办理结果',
  } as Record<string, string>,
  words: '还想说的',
  wordsHint: '加密保存；办理本件或处理评价的工作人员查看时均有记录。',
  send: '提交评价',
  thanks: '感谢您的评价。',
  thanksBad: '感谢您的评价。我们已按投诉登记，会有工作人员回访，处理情况可在下方“投诉”查看。',
  given: '您的评价',
  ofApplicant: '申请人评价',
  hasWords: '申请人另有留言，显示个人信息后可见',
};
