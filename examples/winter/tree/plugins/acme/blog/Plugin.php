<?php

namespace Acme\Blog;
