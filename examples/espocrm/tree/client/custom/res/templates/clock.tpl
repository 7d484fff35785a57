<b>{{time}}</b>
