<link rel="stylesheet" href="{{ asset('css/app.css') }}">
<img src="{{ asset('landing/hero.png') }}">
